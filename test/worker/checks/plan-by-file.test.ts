import { describe, expect, test } from 'vitest';
import { planChecks } from '#worker/checks/plan.ts';
import { filesOf } from './place.ts';

const manifest = JSON.stringify({ scripts: { test: 'vitest' }, devDependencies: { vitest: '^5' } });

describe('a plan by .agent.yml', () => {
  test('.agent.yml stands above what could be found, even above what cannot be read', async () => {
    const agentFile = 'setup: []\nchecks:\n  - name: all\n    run: ./all.sh\nprotected: [db/**]\n';
    const plan = await planChecks(filesOf({ '.agent.yml': agentFile, 'package.json': '{' }));
    expect(plan).toEqual({
      source: '.agent.yml',
      setup: [],
      checks: [{ name: 'all', command: './all.sh' }],
      definitions: ['.agent.yml', 'package.json'],
      lockFiles: ['package.json'],
      protected: ['db/**'],
      words: '.agent.yml names all.',
    });
  });

  test('what .agent.yml leaves out is found', async () => {
    const files = { 'package.json': manifest, 'package-lock.json': '{}' };
    const onlyChecks = await planChecks(filesOf({ ...files, '.agent.yml': 'checks: [{ name: a, run: b }]' }));
    expect(onlyChecks.setup).toHaveLength(1);
    const onlyProtected = await planChecks(filesOf({ ...files, '.agent.yml': 'protected: [x]' }));
    expect(onlyProtected).toMatchObject({ source: 'detected', protected: ['x'] });
    expect(onlyProtected.words).toBe('.agent.yml names no checks, so I looked: I found npm test (package.json).');
  });
});
