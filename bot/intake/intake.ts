import type { WebClient } from '@slack/web-api';
import type { Memory, TaskStore } from '#shared/ports.ts';
import type { Policy } from '#shared/task/policy.ts';
import type { Moment, Task } from '#shared/task/task.ts';
import type { Redact } from '#shared/text/redact.ts';
import type { AdmissionNeeds } from '../dispatch/admission.ts';
import type { Logger } from '../log.ts';
import type { ListedTask } from '../views/home.ts';
import type { Control } from './control.ts';
import type { Home } from './home.ts';
import type { Submit } from './submit.ts';

/** What the Slack surfaces need of the rest of the bot. */
export interface Intake {
  readonly submit: Submit;
  readonly control: Control;
  readonly store: TaskStore;
  readonly memory: Memory;
  readonly admission: AdmissionNeeds;
  readonly policy: Policy;
  readonly home: Home;
  readonly redact: Redact;
  readonly channelName: (channel: string) => Promise<string | undefined>;
  readonly peopleName: (person: string) => Promise<string>;
  /** Tasks with the addresses of their threads. */
  readonly linked: (tasks: readonly Task[]) => Promise<readonly ListedTask[]>;
  /** Looks whether a task's branch is still where its evidence is; what it finds is drawn later. */
  readonly look: (task: Task) => Promise<void>;
  /** For calls a person waits for. */
  readonly interactive: WebClient;
  /** The bot's own user. */
  readonly self: string;
  readonly log: Logger;
  readonly now: () => Moment;
}
