import type { Offered } from '../../client/offers.ts';

/** A suggested request in its words: where, in what language, what; and why not, where it cannot run. */
export function SuggestionWords({ suggestion }: { suggestion: Offered['suggestions'][number] }) {
  const { repository, language, request, shows, unavailable } = suggestion;
  return (
    <span className="suggestion">
      <span className="suggestion__where">
        <code>{repository}</code> <span className="badge">{language}</span>
      </span>
      <span className="suggestion__request">{request}</span>
      {shows && <span className="quiet">{shows}</span>}
      {unavailable && <span className="quiet">Not on this machine: {unavailable}</span>}
    </span>
  );
}
