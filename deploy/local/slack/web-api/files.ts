import * as z from 'zod';
import type { StoredFile } from '../workspace/files.ts';
import { APP } from '../workspace/team.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { ApiError } from './api-error.ts';
import { Count } from './arguments.ts';
import { fromBot } from './content.ts';
import { joinedChannel } from './lookup.ts';
import { type Methods, method } from './method.ts';
import { threadPlace } from './post-message.ts';

const SNIPPET_BYTES_LIMIT = 1_024 * 1_024;

const GetUploadUrl = z.object({
  filename: z.string().min(1),
  length: Count,
  alt_txt: z.string().optional(),
  snippet_type: z.string().optional(),
});
const Complete = z.object({
  files: z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1),
  channel_id: z.string().optional(),
  thread_ts: z.string().optional(),
  initial_comment: z.string().optional(),
});

type Needs = Pick<Workspace, 'channels' | 'messages' | 'files'>;

/** `files.*`: announce an upload, then share what arrived. */
export function fileMethods(workspace: Needs, url: string): Methods {
  const { files, messages } = workspace;
  return {
    'files.getUploadURLExternal': method(GetUploadUrl, ({ filename, length, snippet_type: snippetType }) => {
      if (snippetType !== undefined && length > SNIPPET_BYTES_LIMIT) throw new ApiError('snippet_too_large');
      const snippet = snippetType === undefined ? {} : { snippetType };
      const { fileId, ticket } = files.begin({ filename, lengthBytes: length, ...snippet });
      return { upload_url: `${url}/upload/v1/${ticket}`, file_id: fileId };
    }),
    'files.completeUploadExternal': method(Complete, (args) => {
      const channel = args.channel_id === undefined ? undefined : joinedChannel(workspace, args.channel_id);
      const place =
        channel === undefined || args.thread_ts === undefined
          ? {}
          : threadPlace(workspace, channel, args.thread_ts, false);
      const stored = args.files.map(({ id, title }) => {
        const file = files.complete(id, title);
        if (file === undefined) throw new ApiError('file_not_found');
        return fileObject(file, url);
      });
      if (channel !== undefined) {
        messages.post(channel.id, { ...fromBot({ text: args.initial_comment ?? '' }), files: stored, ...place });
      }
      return { files: stored };
    }),
  };
}

function fileObject(file: StoredFile, url: string) {
  const address = `${url}/files-pri/${file.id}/${encodeURIComponent(file.filename)}`;
  return {
    id: file.id,
    created: Math.floor(file.createdAt / 1_000),
    timestamp: Math.floor(file.createdAt / 1_000),
    name: file.filename,
    title: file.title,
    mimetype: 'text/plain',
    filetype: file.snippetType ?? 'text',
    mode: file.snippetType === undefined ? 'hosted' : 'snippet',
    user: APP.botUser,
    size: file.sizeBytes,
    url_private: address,
    url_private_download: address,
    permalink: address,
    is_external: false,
    is_public: true,
  };
}
