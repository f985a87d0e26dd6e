import type { Readable } from 'node:stream';

const LONGEST_HEAD_BYTES = 16 * 1024;

/** Reads the headers a CGI program writes first, and leaves what follows in the stream. */
export async function readCgiHead(output: Readable): Promise<{ status: number; headers: Record<string, string> }> {
  const chunks: Buffer[] = [];
  for await (const chunk of output.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    const seen = Buffer.concat(chunks);
    const end = seen.indexOf('\r\n\r\n');
    if (end >= 0) {
      output.unshift(seen.subarray(end + 4));
      return parseCgiHead(seen.subarray(0, end).toString('latin1'));
    }
    if (seen.length > LONGEST_HEAD_BYTES) break;
  }
  throw new Error('git http-backend ended without an answer');
}

function parseCgiHead(text: string): { status: number; headers: Record<string, string> } {
  const fields = text.split('\r\n').map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  const { status = '200', ...headers } = Object.fromEntries(fields);
  return { status: Number.parseInt(status, 10), headers };
}
