import type { Channels } from '../workspace/channels.ts';
import type { People } from '../workspace/people.ts';
import { APP } from '../workspace/team.ts';

/** A piece of what somebody typed, as the Slack client understands it. */
export type Token =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'user'; readonly id: string; readonly name: string }
  | { readonly type: 'channel'; readonly id: string; readonly name: string }
  | { readonly type: 'broadcast'; readonly range: 'here' | 'channel' | 'everyone' }
  | { readonly type: 'link'; readonly url: string };

export interface Names {
  readonly people: Pick<People, 'named'>;
  readonly channels: Pick<Channels, 'find'>;
}

const SPECIAL = /(?<![\w@#])(?:@[\w.-]*\w|#[\w-]+|https?:\/\/[^\s<>]*[^\s<>.,;:!?)\]'"])/gi;
const BROADCASTS = ['here', 'channel', 'everyone'] as const;

/** Mentions, channels and links in typed text; what only looks like one stays text. */
export function readTyped(typed: string, names: Names): readonly Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of typed.matchAll(SPECIAL)) {
    const token = readSpecial(match[0], names);
    if (token === undefined) continue;
    if (match.index > end) tokens.push({ type: 'text', text: typed.slice(end, match.index) });
    tokens.push(token);
    end = match.index + match[0].length;
  }
  return end < typed.length ? [...tokens, { type: 'text', text: typed.slice(end) }] : tokens;
}

/** The `text` of a message somebody typed. */
export function messageText(tokens: readonly Token[]): string {
  return tokens.map((token) => (token.type === 'user' ? `<@${token.id}>` : entity(token))).join('');
}

/** The `text` of a slash command that asked for escaping: people come with their names. */
export function commandText(tokens: readonly Token[]): string {
  return tokens.map((token) => (token.type === 'user' ? `<@${token.id}|${token.name}>` : entity(token))).join('');
}

/** The rich text block the client sends beside the text of every message. */
export function richTextOf(tokens: readonly Token[], blockId: string) {
  const elements = [{ type: 'rich_text_section', elements: tokens.map(richElement) }];
  return { type: 'rich_text', block_id: blockId, elements };
}

function readSpecial(found: string, { people, channels }: Names): Token | undefined {
  if (found.startsWith('http')) return { type: 'link', url: found };
  const name = found.slice(1);
  if (found.startsWith('#')) {
    const channel = channels.find(found);
    return channel === undefined ? undefined : { type: 'channel', id: channel.id, name: channel.name };
  }
  const range = BROADCASTS.find((broadcast) => broadcast === name);
  if (range !== undefined) return { type: 'broadcast', range };
  const user = name === APP.name ? { id: APP.botUser, name } : people.named(name);
  return user === undefined ? undefined : { type: 'user', id: user.id, name: user.name };
}

function entity(token: Exclude<Token, { type: 'user' }>): string {
  switch (token.type) {
    case 'text':
      return escaped(token.text);
    case 'channel':
      return `<#${token.id}|${token.name}>`;
    case 'broadcast':
      return `<!${token.range}>`;
    case 'link':
      return `<${escaped(token.url)}>`;
  }
}

/** The three characters with a meaning of their own, in the order that keeps the ampersand right. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function richElement(token: Token) {
  switch (token.type) {
    case 'user':
      return { type: 'user', user_id: token.id };
    case 'channel':
      return { type: 'channel', channel_id: token.id };
    default:
      return token;
  }
}
