import type { Pace, TaskStore } from '#shared/ports.ts';
import type { Moment, Task } from '#shared/task/task.ts';
import type { Logger } from '../log.ts';
import type { Timing } from '../timing.ts';
import type { Drawn } from './draw.ts';
import type { SlackWrites } from './slack-writes.ts';

/** What writing a workspace's threads takes. */
export interface WriterNeeds {
  readonly store: TaskStore;
  readonly pace: Pace;
  readonly slack: SlackWrites;
  readonly draw: (task: Task) => Promise<readonly Drawn[]>;
  /** Slack refused the plan block: draw without it from now on. */
  readonly withoutPlan: () => void;
  readonly team: string;
  /** Holder of the workspace's lease; the same after a restart of the same instance. */
  readonly instance: string;
  /** New at every start. */
  readonly boot: string;
  readonly timing: Timing;
  readonly log: Logger;
  readonly now: () => Moment;
}
