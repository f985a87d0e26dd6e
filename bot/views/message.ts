import type { KnownBlock } from '@slack/types';
import type { Person } from '#shared/task/task.ts';
import { escapeMrkdwn, oneLine } from '#shared/text/escape.ts';
import { fit } from './fit.ts';
import { isSlackUser, lines, type Piece, prose, richText } from './rich-text.ts';

/** What Slack is given to show: the blocks, and a full sentence for notifications and screen readers. */
export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

const TEXT_LENGTH = 2_900;

/** Puts a message together. Slack parses the sentence, so it is escaped here, once, and calls nobody but `notify`. */
export function message(sentence: string, blocks: readonly KnownBlock[], notify?: Person): Message {
  const text = fit(escapeMrkdwn(oneLine(sentence)), TEXT_LENGTH).replace(CUT_ENTITY, '…');
  return { text: notify && isSlackUser(notify) ? `<@${notify.id}> ${text}` : text, blocks: [...blocks] };
}

/** An entity that was cut in two would be shown as rubbish. */
const CUT_ENTITY = /&[a-z]*…$/;

/** A message of a few lines and nothing else; `words` in backticks are shown as code. */
export const say = (sentence: string, ...rows: readonly (readonly Piece[])[]): Message =>
  message(sentence, [richText(lines(prose(sentence), ...rows))]);
