interface Bounds {
  /** For the whole answer, head and body. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** What happens to a longer body. `cut` keeps whole UTF-8 characters. */
  readonly longer: 'refuse' | 'cut';
}

/** `fetch` that neither waits nor reads without end. The answer has arrived whole when it resolves. */
export function boundedFetch({ timeoutMs, ...bounds }: Bounds): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    const body = await readBody(response.body, bounds);
    return new Response(body.length > 0 ? body : null, response);
  };
}

async function readBody(stream: ReadableStream<Uint8Array> | null, { maxBytes, longer }: Omit<Bounds, 'timeoutMs'>) {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes) break; // Leaving the loop cancels the rest of the body.
  }
  const body = Buffer.concat(chunks);
  if (length <= maxBytes) return body;
  if (longer === 'refuse') throw new Error(`GitHub's answer is longer than ${maxBytes} bytes`);
  return body.subarray(0, wholeCharacters(body, maxBytes));
}

function wholeCharacters(bytes: Uint8Array, end: number): number {
  const isContinuation = ((bytes[end] ?? 0) & 0xc0) === 0x80;
  return isContinuation && end > 0 ? wholeCharacters(bytes, end - 1) : end;
}
