import { request } from 'node:http';

export interface Answered {
  readonly status: number | undefined;
  readonly body: string;
}

/**
 * Sends the head of a request and nothing of the body that it announces. Whoever wants to read that first never answers.
 */
export function askUnfinished(url: string, method: string, authorization: string | undefined): Promise<Answered> {
  const headers = { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) };
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, headers, signal: AbortSignal.timeout(20_000) });
    asking.on('error', reject);
    asking.on('response', async (response) => {
      const body = Buffer.concat(await response.toArray()).toString();
      resolve({ status: response.statusCode, body });
      asking.destroy();
    });
    asking.flushHeaders();
  });
}
