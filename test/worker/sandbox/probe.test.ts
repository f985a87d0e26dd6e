import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { advice, probeSandbox } from '#worker/sandbox/probe.ts';

const ALLOW = 'sysctl -w user.max_user_namespaces=10000';

test.each([
  ['bwrap: Unknown option --disable-userns', [], 'too old'],
  ["bwrap: Can't mount proc on /newroot/proc: Operation not permitted", [], 'systempaths=unconfined'],
  ['bwrap: No permissions to create new namespace', [ALLOW], ALLOW],
  ['bwrap: setting up uid map: Permission denied', [], 'seccomp=unconfined'],
  ['bwrap: Creating new namespace failed: Operation not permitted', [], 'seccomp=unconfined'],
  ['something else', [ALLOW], 'It said: something else'],
])('of “%s” a person hears what to do', (complaint, remedies, words) => {
  expect(advice(complaint, remedies)).toContain(words);
  expect(advice(complaint, remedies)).toContain(complaint);
});

test.skipIf(existsSync('/usr/bin/bwrap'))('without bubblewrap the probe names the package', async () => {
  expect(await probeSandbox()).toEqual({ works: false, why: expect.stringContaining('apt-get install bubblewrap') });
});

test.skipIf(!existsSync('/usr/bin/bwrap'))('with bubblewrap the probe works, or says why not', async () => {
  const probe = await probeSandbox();
  expect(probe.works || probe.why).toBeTruthy();
});
