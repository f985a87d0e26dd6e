import { plain, unescapeMrkdwn } from '#shared/text/escape.ts';
import { wordsOf } from './value.ts';

/** What ids are called. What is not known is shown by its id. */
export interface Names {
  readonly user?: (id: string) => string | undefined;
  readonly channel?: (id: string) => string | undefined;
}

const ENTITY = /<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g;

/** Slack's markup in plain words: mentions by name, links with their address, escapes undone, nothing a terminal obeys. */
export function decode(text: string, names: Names): string {
  const worded = text.replace(ENTITY, (_whole, sign: string, target: string, label: string | undefined) =>
    entity(sign, target, label, names),
  );
  return plain(unescapeMrkdwn(worded));
}

/** The words of a text object: mrkdwn decoded, plain text as it stands. */
export function textWords(value: unknown, names: Names): string {
  const isMrkdwn = typeof value === 'object' && value !== null && 'type' in value && value.type === 'mrkdwn';
  return isMrkdwn ? decode(wordsOf(value), names) : plain(wordsOf(value));
}

function entity(sign: string, target: string, label: string | undefined, names: Names): string {
  switch (sign) {
    case '@':
      return userName(target, names, label);
    case '#':
      return channelName(target, names, label);
    case '!':
      return special(target, label);
    default:
      return label === undefined || label === target ? target : `${label} (${target})`;
  }
}

export function userName(id: string, names: Names, label?: string): string {
  return `@${names.user?.(id) ?? label ?? id}`;
}

export function channelName(id: string, names: Names, label?: string): string {
  return `#${names.channel?.(id) ?? (label || id)}`;
}

/** `<!here>`, `<!subteam^S1|@team>`, `<!date^…|fallback>`. */
function special(target: string, label: string | undefined): string {
  const [kind = ''] = target.split('^');
  return label ?? `@${kind}`;
}
