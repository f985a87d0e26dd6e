import type { Logger as SlackLogger } from '@slack/logger';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { TaskError } from '#shared/task/failure.ts';

/**
 * Three clients, because one that is told to wait lets every other call wait with it: a form has 3 seconds to open, a
 * post must not be sent twice by a client that retries, an update may.
 */
interface SlackClients {
  readonly interactive: WebClient;
  readonly poster: WebClient;
  readonly updater: WebClient;
}

export interface Slack extends SlackClients {
  readonly team: string;
  /** The bot's own user. */
  readonly self: string;
  /** The same as a bot, which its messages are by. */
  readonly botId: string;
  readonly workspaceUrl: string;
}

interface Options {
  readonly botToken: string;
  readonly apiUrl?: string;
}

/** Asks Slack who we are there; a token that does not work is told in words before anything else starts. */
export async function connectSlack(options: Options, logger: SlackLogger): Promise<Slack> {
  const clients = createClients(options, logger);
  try {
    const {
      team_id: team = '',
      user_id: self = '',
      bot_id: botId = '',
      url: workspaceUrl = '',
    } = await clients.updater.auth.test();
    return { ...clients, team, self, botId, workspaceUrl };
  } catch (error) {
    throw new TaskError(
      'slack_refused',
      `Slack did not accept the bot: ${error instanceof Error ? error.message : error}.`,
      {
        whose: 'service',
        remedy:
          'Check SLACK_BOT_TOKEN, that the app is installed in the workspace, and that this machine reaches Slack.',
        cause: error,
      },
    );
  }
}

function createClients({ botToken, apiUrl }: Options, logger: SlackLogger): SlackClients {
  const base: WebClientOptions = {
    logger,
    timeout: 10_000,
    rejectRateLimitedCalls: true,
    maxRequestConcurrency: 8,
    retryConfig: { retries: 0 },
    ...(apiUrl && { slackApiUrl: apiUrl }),
  };
  return {
    interactive: new WebClient(botToken, { ...base, timeout: 2_500 }),
    poster: new WebClient(botToken, base),
    updater: new WebClient(botToken, { ...base, retryConfig: { retries: 2, minTimeout: 500 } }),
  };
}
