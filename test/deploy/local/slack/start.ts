import { WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import { connectPerson } from '#deploy/local/slack/client.ts';
import { type LocalSlack, type SlackOptions, startSlack } from '#deploy/local/slack/server.ts';
import { silent } from './silent.ts';

/** A local Slack that ends with the test. */
export async function openSlack(options: SlackOptions = {}): Promise<LocalSlack> {
  const slack = await startSlack(options);
  onTestFinished(() => slack.close());
  return slack;
}

/** A Slack that waits half a second for acks and soon tries events again. */
export const openHastySlack = (options: SlackOptions = {}): Promise<LocalSlack> =>
  openSlack({ ...options, timings: { ackTimeoutMs: 500, eventRetryDelaysMs: [0, 20, 40], ...options.timings } });

/** The official client with the bot's token, as patient as the test says. */
export function clientOf(slack: LocalSlack, options: { retries?: number; token?: string } = {}): WebClient {
  return new WebClient(options.token ?? slack.botToken, {
    slackApiUrl: slack.apiUrl,
    logger: silent,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: options.retries ?? 0, minTimeout: 10, maxTimeout: 20 },
  });
}

/** Somebody who came over the network and leaves with the test. */
export async function personOverNetwork(slack: LocalSlack, id: string) {
  const person = await connectPerson(slack.url, id);
  onTestFinished(() => person.leave());
  return person;
}

/** The error code Slack answered, or what else went wrong. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'no error';
  } catch (error) {
    return refusalOf(error).error ?? String(error);
  }
}

/** Slack's whole refusal behind a rejected call. */
function refusalOf(error: unknown): { error?: string; response_metadata?: { messages?: string[] } } {
  return error instanceof Error && 'data' in error ? (error.data as object) : {};
}
