import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { runSetup } from '#worker/checks/run.ts';
import { settingOf } from './place.ts';
import { placeWith } from './running.ts';

describe('set-up', () => {
  test('runs in order with the allowlist of the network, and is recorded like a check', async () => {
    const place = await placeWith({});
    const setup = [{ command: 'echo one > made' }, { command: 'cat made' }];
    const runs = await runSetup({ setup }, settingOf(place));
    expect(runs).toMatchObject([
      { name: 'set-up 1', exitCode: 0, log: '0123456789ab-set-up-1.log' },
      { name: 'set-up 2', exitCode: 0, tail: 'one' },
    ]);
    expect(place.commands.map((command) => command.network)).toEqual(['none', 'egress', 'egress']);
  });

  test('starts in the folder and with the variables it names, in bash where it was written for that', async () => {
    const place = await placeWith({ 'web/here': '' });
    const command = 'echo "$GREETING"\nls\nfalse | true\necho not reached';
    const step = { command, shell: 'bash', folder: 'web', env: { GREETING: "it's me" } } as const;
    await expect(runSetup({ setup: [step] }, settingOf(place))).rejects.toMatchObject({
      message: expect.stringMatching(/ended with exit code 1\.\nit's me\nhere$/),
    });
    const { shell: _, ...plain } = step;
    const [run] = await runSetup({ setup: [plain] }, settingOf(place));
    expect(run?.tail).toContain('not reached');
  });

  test('that fails ends there, in words that say what failed and whose it is', async () => {
    const place = await placeWith({});
    const setup = [{ command: 'echo no such package; exit 4' }, { command: 'touch never' }];
    await expect(runSetup({ setup }, settingOf(place))).rejects.toMatchObject({
      code: 'setup_failed',
      whose: 'yours',
      message: expect.stringMatching(/“echo no such package; exit 4” ended with exit code 4\.\nno such package$/),
      remedy: expect.stringContaining('.agent.yml'),
    });
    expect(await readdir(place.workspace)).toEqual([]);
  });

  /** Each waits for the other, as long as it may. */
  const meeting = (mine: string, other: string) => ({
    command: `touch ${mine}; for i in $(seq 200); do if [ -e ${other} ]; then exit 0; fi; sleep 0.05; done; exit 9`,
    apart: true as const,
  });

  test('of two folders runs at the same time, and before what comes after', async () => {
    const place = await placeWith({});
    const runs = await runSetup(
      { setup: [meeting('a', 'b'), meeting('b', 'a'), { command: 'rm a b' }] },
      settingOf(place),
    );
    expect(runs).toMatchObject([{ name: 'set-up 1' }, { name: 'set-up 2' }, { name: 'set-up 3', exitCode: 0 }]);
  });

  test('that fails stops the one beside it, and is the one that is told', async () => {
    const place = await placeWith({});
    const setup = [
      { command: 'sleep 60', apart: true as const },
      { command: 'exit 4', apart: true as const },
    ];
    await expect(runSetup({ setup }, settingOf(place))).rejects.toMatchObject({
      message: expect.stringContaining('“exit 4” ended with exit code 4'),
    });
  });

  test('that asked for hosts it may not reach names them and who can allow them', async () => {
    const place = await placeWith({});
    const { sandbox } = settingOf(place);
    const refusing = { ...sandbox, refusedHosts: () => ['files.example.org'] };
    await expect(
      runSetup({ setup: [{ command: 'exit 1' }] }, settingOf(place, { sandbox: refusing })),
    ).rejects.toMatchObject({
      message: expect.stringContaining('It asked for hosts it may not reach: files.example.org.'),
      remedy: expect.stringContaining('egress'),
    });
  });

  const go = { command: 'touch made', needs: ['go-that-nobody-has'] };

  test('whose program is missing is left out where another check can still run', async () => {
    const place = await placeWith({});
    const plan = {
      setup: [go, { command: 'true' }],
      checks: [
        { name: 'a', ...go },
        { name: 'b', command: 'true' },
      ],
    };
    expect(await runSetup(plan, settingOf(place))).toMatchObject([{ command: 'true' }]);
    expect(await readdir(place.workspace)).toEqual([]);
  });

  test('ends at once where no check could ever run, and says what is missing and who can mend it', async () => {
    const place = await placeWith({});
    await expect(runSetup({ setup: [], checks: [{ name: 'a', ...go }] }, settingOf(place))).rejects.toMatchObject({
      code: 'toolchain_missing',
      whose: 'service',
      message: 'The checks of this repository need “go-that-nobody-has”, which is not installed where they run.',
      remedy: expect.stringContaining('Whoever runs this bot can install it'),
    });
  });

  test('whose command names a program that is missing says which', async () => {
    const place = await placeWith({});
    await expect(runSetup({ setup: [{ command: 'no-such-installer --all' }] }, settingOf(place))).rejects.toMatchObject(
      {
        message: expect.stringContaining('“no-such-installer” is not installed where the checks run.'),
      },
    );
  });
});
