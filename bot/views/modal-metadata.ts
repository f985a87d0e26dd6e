import * as z from 'zod';

const Metadata = z.object({
  /** Where the form was asked for and the thread will be: a channel, or a person for their direct messages. */
  channel: z.string().regex(/^[CDGUW][A-Z0-9]{1,63}$/),
});
/** What the form carries along unseen. Never a secret: it travels through people's clients. */
export type ModalMetadata = z.infer<typeof Metadata>;

export const writeMetadata = (metadata: ModalMetadata): string => JSON.stringify(metadata);

/** Reads it back. Never throws: an old form, or one that was tampered with, is an answer like any other. */
export function readMetadata(text: string): { ok: true; metadata: ModalMetadata } | { ok: false } {
  try {
    const { success, data } = Metadata.safeParse(JSON.parse(text));
    return success ? { ok: true, metadata: data } : { ok: false };
  } catch {
    // Not JSON is one more way of not being ours.
    return { ok: false };
  }
}
