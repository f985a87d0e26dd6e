import { describe, expect, test } from 'vitest';
import { planChecks } from '#worker/checks/plan.ts';
import { filesOf } from '../place.ts';

const NODE = {
  'package.json': JSON.stringify({ scripts: { test: 'vitest' }, devDependencies: { vitest: '^5' } }),
  'package-lock.json': '{}',
};
const COPILOT = '.github/workflows/copilot-setup-steps.yml';
const DEVCONTAINER = '.devcontainer/devcontainer.json';

const steps = (text: string, around = '') =>
  `${around}jobs:\n  copilot-setup-steps:\n    runs-on: ubuntu-latest\n    steps:\n${text.replace(/^/gm, '      ')}\n`;

const planOf = (files: Record<string, string>) => planChecks(filesOf({ ...NODE, ...files }));

describe('of all that say how a repository is set up', () => {
  const copilot = { [COPILOT]: steps('- run: ./copilot.sh') };
  const devcontainer = { [DEVCONTAINER]: '{"postCreateCommand": "./devcontainer.sh"}' };

  test.each([
    ['.agent.yml', { '.agent.yml': 'setup: [./agent.sh]', ...copilot, ...devcontainer }, './agent.sh'],
    ['the steps for agents', { ...copilot, ...devcontainer }, './copilot.sh'],
    ['the development container', devcontainer, './devcontainer.sh'],
    ['what it is made of', {}, 'npm ci --no-audit --no-fund'],
  ])('%s comes first where nothing above it is there', async (_, files, command) => {
    expect((await planOf(files)).setup.map((each) => each.command)).toEqual([command]);
  });

  test('the one that was used is named, and the checks are found all the same', async () => {
    const plan = await planOf({ ...copilot, ...devcontainer });
    expect(plan).toMatchObject({ source: 'detected', checks: [{ command: 'npm test' }] });
    expect(plan.words).toBe(`I found npm test (package.json). Set up as ${COPILOT} says.`);
    expect(plan.definitions).toEqual(expect.arrayContaining([COPILOT, DEVCONTAINER]));
  });

  test('one that cannot be used is named with the reason, and the next one is used', async () => {
    const plan = await planOf({ [COPILOT]: 'jobs: {}', ...devcontainer });
    expect(plan.setup).toEqual([{ command: './devcontainer.sh' }]);
    expect(plan.words).toContain(`${COPILOT} was not used for the set-up: it has no job “copilot-setup-steps”`);
    expect(plan.words).toContain(`Set up as ${DEVCONTAINER} says.`);
  });

  test('one that is far too long is not read', async () => {
    const plan = await planOf({ [COPILOT]: steps(`- run: ${'x'.repeat(70_000)}`) });
    expect(plan.words).toContain('it is too long');
    expect(plan.setup).toMatchObject([{ command: 'npm ci --no-audit --no-fund' }]);
  });
});

describe('the steps for agents', () => {
  test('run in bash, where and with what the file says', async () => {
    const text = steps(
      `- uses: actions/checkout@v4
- run: |
    npm ci
    npm run build
  env: { B: 2, C: step }
- run: make deps
  working-directory: tools
  shell: sh`,
      `env: { A: all }\ndefaults: { run: { working-directory: web } }\n`,
    );
    expect((await planOf({ [COPILOT]: text })).setup).toEqual([
      { command: 'npm ci\nnpm run build', shell: 'bash', folder: 'web', env: { A: 'all', B: '2', C: 'step' } },
      { command: 'make deps', folder: 'tools', env: { A: 'all' } },
    ]);
  });

  test('that are actions are left out, or done with what is here, and both is said', async () => {
    const text = steps(
      `- uses: actions/setup-node@v4
  with: { node-version: "\${{ matrix.node }}" }
- uses: pnpm/action-setup@v4
  with: { version: 9 }
- uses: acme/secret-sauce@main
- run: pnpm install`,
    );
    const plan = await planOf({ [COPILOT]: text });
    expect(plan.setup.map(({ command }) => command)).toEqual([
      expect.stringMatching(/^npm install .* pnpm@9$/),
      'pnpm install',
    ]);
    expect(plan.words).toContain(
      'left out: actions/setup-node@v4 (what is installed here is used), acme/secret-sauce@main.',
    );
  });

  test('that install packages of the system are left out, and that is said', async () => {
    const plan = await planOf({ [COPILOT]: steps('- run: sudo apt-get install -y jq\n- run: npm ci') });
    expect(plan.setup.map(({ command }) => command)).toEqual(['npm ci']);
    expect(plan.words).toContain('left out: step 1, which installs system packages');
  });

  test.each([
    ['needs an expression', `- run: npm ci --token \${{ secrets.TOKEN }}`],
    ['needs an expression', `- run: npm ci\n  env: { TOKEN: "\${{ secrets.TOKEN }}" }`],
    ['has a condition', "- run: npm ci\n  if: runner.os == 'Linux'"],
    ['uses GITHUB_PATH', '- run: echo bin >> "$GITHUB_PATH"'],
    ['is written for the shell “pwsh”', '- run: npm ci\n  shell: pwsh'],
    ['starts in a folder outside', '- run: npm ci\n  working-directory: web/../../etc'],
    ['starts in a folder outside', '- run: npm ci\n  working-directory: /etc'],
  ])('of which one %s are not used at all', async (reason, text) => {
    const plan = await planOf({ [COPILOT]: steps(`- run: echo first\n${text}`) });
    expect(plan.words).toContain(`${COPILOT} was not used for the set-up: its step 2 ${reason}`);
    expect(plan.setup).toMatchObject([{ command: 'npm ci --no-audit --no-fund' }]);
  });

  test.each(['{', 'a: &a [*a, *a]', 'jobs: {copilot-setup-steps: {steps: 3}}', steps('- run: [1]'), ''])(
    'that nobody can read (%j) stand in nobody’s way',
    async (text) => {
      expect((await planOf({ [COPILOT]: text })).words).toContain('was not used for the set-up');
    },
  );
});

describe('a development container', () => {
  const commandsOf = async (devcontainer: object | string) => {
    const text = typeof devcontainer === 'string' ? devcontainer : JSON.stringify(devcontainer);
    return (await planOf({ '.devcontainer.json': text })).setup.map(({ command }) => command);
  };

  test('is made ready by its commands in order, as text, as a list, or several by name', async () => {
    const commands = await commandsOf({
      postCreateCommand: { server: 'cd server && npm ci', web: ['npm', 'ci', '--prefix', "it's web"] },
      onCreateCommand: 'echo 1',
      updateContentCommand: ['echo', '$HOME; rm -rf /'],
      postStartCommand: 'npm start',
    });
    expect(commands).toEqual([
      'echo 1',
      `echo '$HOME; rm -rf /'`,
      'cd server && npm ci',
      `npm ci --prefix 'it'\\''s web'`,
    ]);
  });

  test('may have comments and commas too many, and what looks like them in its texts stays', async () => {
    const text = `\u{FEFF}{ // one
      /* "postCreateCommand": "no" */
      "postCreateCommand": "curl http://host/*, ]", // two
      "forwardPorts": [3000,],
    }`;
    expect(await commandsOf(text)).toEqual(['curl http://host/*, ]']);
  });

  test('says what of it was left out', async () => {
    const text = JSON.stringify({
      image: 'node:24',
      features: {},
      postCreateCommand: 'npm ci',
      onCreateCommand: 'sudo chown -R node .',
    });
    const plan = await planOf({ [DEVCONTAINER]: text });
    expect(plan.setup).toEqual([{ command: 'npm ci' }]);
    expect(plan.words).toContain('left out: image, features, “sudo chown -R node .”, which installs system packages.');
  });

  test('with nothing to run leaves the set-up to what is found', async () => {
    expect(await commandsOf({ image: 'node:24', postCreateCommand: '' })).toEqual(['npm ci --no-audit --no-fund']);
    expect((await planOf({ [DEVCONTAINER]: '{"image":"x"}' })).words).toBe('I found npm test (package.json).');
  });

  test.each(['{', '[]', '{"postCreateCommand": 7}', `{"postCreateCommand": "echo \${localEnv:HOME}"}`])(
    'that cannot be used (%s) is told',
    async (text) => {
      expect((await planOf({ [DEVCONTAINER]: text })).words).toContain(
        `${DEVCONTAINER} was not used for the set-up: it`,
      );
    },
  );
});
