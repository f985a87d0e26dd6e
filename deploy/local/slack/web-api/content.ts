import * as z from 'zod';
import { fillIds } from '../validate/fill-ids.ts';
import { checkMessageBlocks } from '../validate/message-blocks.ts';
import type { Ids } from '../workspace/ids.ts';
import type { Block, Draft } from '../workspace/message.ts';
import { APP, BOT_PROFILE } from '../workspace/team.ts';
import { ApiError } from './api-error.ts';
import { Flag } from './arguments.ts';

const ATTACHMENTS_LIMIT = 100;
const METADATA_BYTES_LIMIT = 16 * 1_024;
const MARKDOWN_LIMIT = 12_000;

const Metadata = z.object({ event_type: z.string().min(1), event_payload: z.record(z.string(), z.unknown()) });

/** The arguments every way of writing a message shares. */
export const contentArguments = {
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
  markdown_text: z.string().optional(),
  metadata: z.unknown().optional(),
  link_names: Flag.optional(),
  parse: z.string().optional(),
  mrkdwn: Flag.optional(),
  unfurl_links: Flag.optional(),
  unfurl_media: Flag.optional(),
};

export interface Content {
  readonly text?: string | undefined;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
  readonly markdown_text?: string | undefined;
}

/** The text and blocks of a message, validated as Slack does; `no_text` when there is nothing to show. */
export function readContent(content: Content, ids: Ids): Pick<Draft, 'text' | 'blocks' | 'attachments'> {
  const blocks = readBlocks(content, ids);
  const attachments = readAttachments(content.attachments);
  const text = content.text ?? '';
  if (text === '' && blocks.length === 0 && attachments.length === 0) throw new ApiError('no_text');
  return {
    text,
    ...(blocks.length > 0 ? { blocks } : {}),
    ...(attachments.length > 0 ? { attachments } : {}),
  };
}

/** The app's own message: its content under the bot's name. */
export function fromBot<Content extends Pick<Draft, 'text'>>(content: Content) {
  return { ...content, user: APP.botUser, bot_id: APP.botId, app_id: APP.id, bot_profile: BOT_PROFILE };
}

/** Message metadata, or nothing when an empty object takes it away. */
export function readMetadata(metadata: unknown): unknown {
  if (metadata === undefined || metadata === '' || isEmptyObject(metadata)) return undefined;
  if (!Metadata.safeParse(metadata).success) throw new ApiError('invalid_metadata_format');
  if (Buffer.byteLength(JSON.stringify(metadata)) > METADATA_BYTES_LIMIT) throw new ApiError('metadata_too_large');
  return metadata;
}

function readBlocks(content: Content, ids: Ids): readonly Block[] {
  if (content.markdown_text !== undefined) return markdownBlock(content, content.markdown_text, ids);
  if (content.blocks === undefined || content.blocks === '') return [];
  const checked = checkMessageBlocks(content.blocks);
  if (!checked.ok) throw new ApiError(checked.error, checked.messages);
  return fillIds(checked.value, ids);
}

function markdownBlock(content: Content, markdown: string, ids: Ids): readonly Block[] {
  if (content.text !== undefined || content.blocks !== undefined) throw new ApiError('markdown_text_conflict');
  if (markdown.length > MARKDOWN_LIMIT) throw new ApiError('msg_too_long');
  return markdown === '' ? [] : fillIds([{ type: 'markdown', text: markdown }], ids);
}

function readAttachments(attachments: unknown): readonly unknown[] {
  if (attachments === undefined || attachments === '') return [];
  if (!Array.isArray(attachments)) throw new ApiError('invalid_attachments');
  if (attachments.length > ATTACHMENTS_LIMIT) throw new ApiError('too_many_attachments');
  return attachments;
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
