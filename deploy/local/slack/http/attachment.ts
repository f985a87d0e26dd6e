/** Headers of a stranger's bytes: to be saved, never run and never sniffed. */
export const ATTACHMENT = {
  'content-type': 'application/octet-stream',
  'content-disposition': 'attachment',
  'x-content-type-options': 'nosniff',
} as const;
