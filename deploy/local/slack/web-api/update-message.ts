import { type Message, withContent } from '../workspace/message.ts';
import { APP } from '../workspace/team.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { ApiError } from './api-error.ts';
import { type Content, readContent, readMetadata } from './content.ts';
import { joinedChannel } from './lookup.ts';
import type { Answer } from './method.ts';

/** Longer text is refused here, though a new message of that length is only cut. */
const UPDATE_TEXT_LIMIT = 4_000;

interface Place {
  readonly channel: string;
  readonly ts: string;
}

interface Update extends Place, Content {
  readonly metadata?: unknown;
}

type Needs = Pick<Workspace, 'channels' | 'messages' | 'ids'>;

/** `chat.update`: another version of one of the bot's messages. */
export function updateMessage(workspace: Needs, update: Update): Answer {
  const { channel, message: before } = ownMessage(workspace, update, 'cant_update_message');
  if ((update.text?.length ?? 0) > UPDATE_TEXT_LIMIT) throw new ApiError('msg_too_long');
  const message = withMetadata(changed(workspace, before, update), before, update.metadata);
  workspace.messages.change(channel, message);
  return { channel, ts: message.ts, text: message.text, message };
}

/** One of the bot's own messages, or the refusal for somebody else's. */
export function ownMessage(workspace: Needs, place: Place, refusal: string): { channel: string; message: Message } {
  const { id: channel } = joinedChannel(workspace, place.channel);
  const message = workspace.messages.find(channel, place.ts);
  if (message === undefined || message.subtype === 'tombstone') throw new ApiError('message_not_found');
  if (message.bot_id !== APP.botId) throw new ApiError(refusal);
  return { channel, message };
}

/** Blocks and attachments that are not sent are dropped. An update of metadata alone leaves what is shown. */
function changed({ ids }: Needs, before: Message, update: Update): Message {
  const said = [update.text, update.blocks, update.attachments, update.markdown_text];
  if (update.metadata !== undefined && said.every((part) => part === undefined)) return before;
  const content = readContent(update, ids);
  // Slack marks an update of bare text as edited, and one of blocks not.
  const edited = content.blocks === undefined ? { edited: { user: APP.botUser, ts: ids.ts() } } : {};
  return withContent(before, { ...content, ...edited });
}

/** Metadata stays until it is sent; an empty object takes it away. */
function withMetadata(message: Message, before: Message, sent: unknown): Message {
  const { metadata: _metadata, ...rest } = message;
  const metadata = sent === undefined ? before.metadata : readMetadata(sent);
  return metadata === undefined ? rest : { ...rest, metadata };
}
