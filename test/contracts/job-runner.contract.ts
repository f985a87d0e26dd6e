import { expect } from 'vitest';
import type { JobRunner } from '#shared/ports.ts';
import { taskIdOf } from '#shared/task/task.ts';
import { contract, type Options } from './contract.ts';
import { eventually } from './eventually.ts';

/** The executions of a contract's runner do what their capability says: `stays` until it is stopped, or `ends` at once. */
export interface OpenedRunner {
  readonly runner: JobRunner;
  /** One more on the same executions, as the next bot process would have it. */
  another(): Promise<JobRunner>;
  close(): Promise<void>;
}

export const job = (capability: string, attempt = 1) => ({ task: taskIdOf('a'), attempt, capability });

/** What every JobRunner promises. */
export function keepsTheContract(adapter: string, open: () => Promise<OpenedRunner>, options: Options = {}): void {
  contract({ port: 'JobRunner', adapter }, open, options, (promise) => {
    promise('an execution runs until it is stopped', async ({ runner }) => {
      const execution = await runner.start(job('stays'));
      expect(await runner.state(execution)).toBe('running');
      await runner.stop(execution);
      expect(await runner.state(execution)).toBe('gone');
    });

    promise('an execution that ends by itself is gone', async ({ runner }) => {
      const execution = await runner.start(job('ends'));
      await eventually(async () => expect(await runner.state(execution)).toBe('gone'));
    });

    promise('each start is an execution of its own, and each is stopped alone', async ({ runner }) => {
      const executions = await Promise.all([1, 2, 3].map(() => runner.start(job('stays'))));
      expect(new Set(executions).size).toBe(3);
      const [first = '', second = '', third = ''] = executions;
      await runner.stop(second);
      expect(await Promise.all([first, second, third].map(runner.state))).toEqual(['running', 'gone', 'running']);
      await Promise.all([runner.stop(first), runner.stop(third)]);
    });

    promise('stopping one that is gone is no error, however often', async ({ runner }) => {
      const execution = await runner.start(job('stays'));
      await Promise.all([runner.stop(execution), runner.stop(execution)]);
      await runner.stop(execution);
      expect(await runner.state(execution)).toBe('gone');
    });

    promise('an execution that never was is gone', async ({ runner }) => {
      for (const name of ['', 'nobody', '../../etc/passwd', `${taskIdOf('a')}-1-0000000000000000`]) {
        expect(await runner.state(name)).toBe('gone');
        await runner.stop(name);
      }
    });

    promise('the next bot process sees what an earlier one started, and stops it', async ({ runner, another }) => {
      const execution = await runner.start(job('stays'));
      const next = await another();
      expect(await next.state(execution)).toBe('running');
      await next.stop(execution);
      expect(await runner.state(execution)).toBe('gone');
    });

    promise(
      'the executions of an attempt are found as long as they run, and no other’s',
      async ({ runner, another }) => {
        expect(await runner.find(job(''))).toEqual([]);
        const wishes = ['stays', 'stays', 'ends'].map((wish) => runner.start(job(wish)));
        const [first = '', second = '', third = ''] = await Promise.all(wishes);
        const others = [await runner.start(job('stays', 2)), await runner.start(job('stays', 11))];
        await eventually(async () => expect(await runner.state(third)).toBe('gone'));
        const next = await another();
        expect([...(await next.find(job('')))].sort()).toEqual([first, second].sort());
        await runner.stop(first);
        expect(await next.find(job(''))).toEqual([second]);
        expect(await next.find({ task: taskIdOf('b'), attempt: 1 })).toEqual([]);
        await Promise.all([second, ...others].map((execution) => runner.stop(execution)));
      },
    );

    promise('what isolation there would be is told, and why there is none', async ({ runner }) => {
      const answer = await runner.isolation();
      if (answer.sandbox === 'none') expect(answer.why).not.toBe('');
      else expect(answer).toEqual({ sandbox: 'bubblewrap' });
    });
  });
}
