import { spawn } from 'node:child_process';

const wish = process.env.BELLHOP_CAPABILITY ?? '';
const say = (news: object) => console.log(JSON.stringify(news));
const forever = () => setInterval(() => {}, 60_000);

/** What an execution does, by the capability it was given. */
const WISHES: Readonly<Record<string, () => void>> = {
  ends: () => {},
  stays: () => {
    forever();
  },
  tells: () => {
    say({ env: process.env, cwd: process.cwd() });
  },
  'ends well when asked': () => {
    forever();
    process.on('SIGTERM', () => {
      say({ endedWell: true });
      process.exit();
    });
    say({ ready: true });
  },
  'will not end, nor will its children': () => {
    const deaf = `process.on('SIGTERM', () => {}); console.log(JSON.stringify({ ready: process.pid })); setInterval(() => {}, 60_000)`;
    process.on('SIGTERM', () => {});
    spawn(process.execPath, ['-e', deaf], { stdio: 'inherit' });
    spawn(process.execPath, ['-e', deaf], { stdio: 'inherit', detached: true });
    forever();
  },
  'leaves a child behind': () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 60_000)'], { stdio: 'ignore' });
    child.unref();
    say({ ready: child.pid });
  },
};

WISHES[wish]?.();
