import { App, type AppOptions } from '@slack/bolt';
import { cancelButton, linkButton, newTaskButton, retryButton } from './intake/buttons.ts';
import { command } from './intake/command.ts';
import { followUpButton, followUpForm } from './intake/follow-up.ts';
import { homeOpened } from './intake/home.ts';
import type { Intake } from './intake/intake.ts';
import { forgetButton } from './intake/memory.ts';
import { modal } from './intake/modal.ts';
import { reply } from './intake/reply.ts';
import { sorry } from './intake/sorry.ts';
import { bridgeSlackLogs } from './log.ts';
import { socketMode } from './socket-mode.ts';
import { actionPattern } from './views/actions.ts';
import { FOLLOW_UP_MODAL } from './views/follow-up-modal.ts';
import { TASK_MODAL } from './views/task-modal.ts';

export interface AppNeeds extends Intake {
  readonly botToken: string;
  readonly appToken: string;
  readonly apiUrl?: string;
  readonly botId: string;
}

/** Every Slack surface, one line each. */
export function createApp(needs: AppNeeds): App {
  const app = new App(options(needs));
  app.command('/agent', command(needs));
  app.view(TASK_MODAL, modal(needs));
  app.view(FOLLOW_UP_MODAL, followUpForm(needs));
  app.event('message', reply(needs));
  app.event('app_home_opened', homeOpened(needs));
  app.action(actionPattern('cancel'), cancelButton(needs));
  app.action(actionPattern('retry'), retryButton(needs));
  app.action(actionPattern('follow_up'), followUpButton(needs));
  app.action(actionPattern('new_task'), newTaskButton(needs));
  app.action(actionPattern('forget'), forgetButton(needs));
  app.action(/^open_/, linkButton());
  app.error(sorry(needs));
  return app;
}

function options({ botToken, appToken, apiUrl, self, botId, log }: AppNeeds): AppOptions {
  const logger = bridgeSlackLogs(log);
  return {
    token: botToken,
    // Both, or Bolt asks Slack who we are before each event, and acknowledges those for which Slack has no answer.
    botUserId: self,
    botId,
    receiver: socketMode({ appToken, logger, ...(apiUrl && { apiUrl }) }),
    logger,
    convoStore: false,
    ignoreSelf: true,
    extendedErrorHandler: true,
    tokenVerificationEnabled: false,
    clientOptions: {
      timeout: 5_000,
      rejectRateLimitedCalls: true,
      retryConfig: { retries: 0 },
      ...(apiUrl && { slackApiUrl: apiUrl }),
    },
  };
}
