import { join } from 'node:path';
import { localJobRunner } from '#shared/adapters/local/job-runner.ts';
import { taskIdOf } from '#shared/task/task.ts';

/** A bot that starts one execution, prints its name, and then never looks after its children. */
const [folder = '', worker = '', capability = ''] = process.argv.slice(2);
const runner = localJobRunner({
  folder,
  scratch: join(folder, 'scratch'),
  command: [process.execPath, worker],
  env: {},
});
console.log(await runner.start({ task: taskIdOf('a'), attempt: 1, capability }));
setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
