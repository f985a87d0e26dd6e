import * as z from 'zod';
import { withContent } from '../workspace/message.ts';
import type { ResponseContext } from '../workspace/response-urls.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { ApiError } from './api-error.ts';
import { Flag, readArguments } from './arguments.ts';
import { contentArguments, fromBot, readContent, readMetadata } from './content.ts';
import { threadPlace } from './post-message.ts';

const Reply = z.object({
  ...contentArguments,
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: Flag.optional(),
  delete_original: Flag.optional(),
  thread_ts: z.string().optional(),
});

type Needs = Pick<Workspace, 'ids' | 'messages' | 'ephemerals'>;

/** What the app answers to an interaction, by its response url or in the ack of a slash command. Returns where it went. */
export function respond(workspace: Needs, context: ResponseContext, given: Readonly<Record<string, unknown>>) {
  const reply = readArguments(Reply, given);
  if (reply.delete_original === true) return takeBack(workspace, context);
  const content = fromBot(readContent(reply, workspace.ids));
  if (reply.replace_original === true && context.source !== undefined) {
    return replace(workspace, context, content, reply.metadata);
  }
  const threadTs = reply.thread_ts ?? context.threadTs;
  if (reply.response_type !== 'in_channel') {
    const place = threadTs === undefined ? {} : { thread_ts: threadTs };
    return { ephemeral: workspace.ephemerals.post(context.user, context.channel, { ...content, ...place }) };
  }
  const place = threadTs === undefined ? {} : threadPlace(workspace, { id: context.channel }, threadTs, false);
  return { message: workspace.messages.post(context.channel, { ...content, ...place }) };
}

function replace(
  { messages, ephemerals }: Needs,
  { user, channel, source }: ResponseContext,
  content: ReturnType<typeof fromBot<ReturnType<typeof readContent>>>,
  metadata: unknown,
) {
  if (source?.ephemeral === true) {
    ephemerals.replace(user, source.ts, content);
    return {};
  }
  const before = source && messages.find(channel, source.ts);
  if (before === undefined) throw new ApiError('message_not_found');
  const next = readMetadata(metadata) ?? before.metadata;
  messages.change(channel, withContent(before, { ...content, ...(next === undefined ? {} : { metadata: next }) }));
  return {};
}

function takeBack({ messages, ephemerals }: Needs, { user, channel, source }: ResponseContext) {
  if (source === undefined) throw new ApiError('message_not_found');
  if (source.ephemeral) ephemerals.remove(user, source.ts);
  else messages.remove(channel, source.ts);
  return {};
}
