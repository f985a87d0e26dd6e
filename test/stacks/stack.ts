import type { Playground } from '#deploy/local/playground.ts';
import type { TaskStore } from '#shared/ports.ts';

/** What a test may want otherwise. */
export interface Wants {
  /** Whether workers find what a sandbox takes. */
  readonly sandbox?: boolean;
}

/** What a stage's bot stands on, as its test sees it. */
export interface TestStack {
  /** Laid over the bot's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The bot's own store, to see what a person cannot. */
  openStore(playground: Playground): Promise<TaskStore>;
  /** What the worker of an attempt has published so far, line by line; nothing once it is retired. */
  published(playground: Playground, task: string, attempt: number): Promise<readonly string[]>;
  close(): Promise<void>;
}
