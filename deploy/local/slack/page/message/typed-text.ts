import { unescapeMrkdwn } from '#shared/text/escape.ts';
import type { Workspace } from '../state/model.ts';

/** A message's text as somebody would type it again: mentions by name, links bare, escapes undone. */
export function typedText(text: string, workspace: Pick<Workspace, 'people' | 'bot'> | undefined): string {
  const nameOf = (id: string) =>
    [...(workspace?.people ?? []), workspace?.bot].find((one) => one?.id === id)?.name ?? id;
  const typed = text
    .replace(/<@(\w+)(?:\|[^>]*)?>/g, (_, id: string) => `@${nameOf(id)}`)
    .replace(/<#\w+\|([^>]*)>/g, '#$1')
    .replace(/<!(here|channel|everyone)>/g, '@$1')
    .replace(/<(https?:[^|>]+)(?:\|[^>]*)?>/g, '$1');
  return unescapeMrkdwn(typed);
}
