import { oneLine } from '#shared/text/escape.ts';
import { fit } from './fit.ts';

/** Told wherever somebody could choose a repository if there were one. */
export const NO_REPOSITORY =
  'You may not ask for any repository yet. Ask whoever runs this bot to add you to its policy.';

const NAMED = 20;

/** What a person may ask for, in a sentence. */
export function askable(repositories: readonly string[]): string {
  if (repositories.length === 0) return NO_REPOSITORY;
  const named = repositories.slice(0, NAMED).map((name) => fit(oneLine(name), 140));
  const more = repositories.length - named.length;
  return `You may ask for: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}
