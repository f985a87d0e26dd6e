import { describe, expect, test } from 'vitest';
import { TaskError } from '#shared/task/failure.ts';
import { AGENT_FILE_EXAMPLE, parseAgentFile } from '#worker/checks/agent-file.ts';

describe('parseAgentFile', () => {
  test('every field is read', () => {
    const text = `
setup:
  - npm ci
  - npm run build
checks:
  - name: unit tests
    run: npm test
    report: { format: junit, path: reports/junit.xml }
    timeout_minutes: 2
  - name: python
    run: |
      python3 -m unittest -v
    report: { format: unittest }
protected:
  - migrations/**
`;
    expect(parseAgentFile(text)).toEqual({
      setup: [{ command: 'npm ci' }, { command: 'npm run build' }],
      checks: [
        {
          name: 'unit tests',
          command: 'npm test',
          report: { format: 'junit', path: 'reports/junit.xml' },
          timeoutMs: 120_000,
        },
        { name: 'python', command: 'python3 -m unittest -v', report: { format: 'unittest' } },
      ],
      protected: ['migrations/**'],
    });
  });

  test.each([
    ['an empty file', ''],
    ['only a comment', '# nothing yet\n'],
  ])('%s leaves everything to be found out', (_what, text) => {
    expect(parseAgentFile(text)).toEqual({ protected: [] });
  });

  test('a report may be several files, or what a runner prints in a format that people read too', () => {
    const text = `checks:
  - { name: a, run: mvn test, report: { format: junit, path: '**/target/surefire-reports/*.xml' } }
  - { name: b, run: prove -v, report: { format: tap } }
`;
    expect(parseAgentFile(text).checks?.map(({ report }) => report)).toEqual([
      { format: 'junit', path: '**/target/surefire-reports/*.xml' },
      { format: 'tap' },
    ]);
  });

  test('the example people are shown is one that works', () => {
    expect(parseAgentFile(AGENT_FILE_EXAMPLE).checks).toEqual([{ name: 'test', command: 'npm test' }]);
  });

  const check = 'checks:\n  - name: test\n    run: npm test\n';
  test.each([
    ['a list at the top', '- npm test\n', 'line 1, the file:'],
    ['a word', 'hello\n', 'line 1, the file:'],
    ['a field nobody knows', `${check}chekcs: []\n`, 'Unrecognized key: "chekcs"'],
    ['a check without a command', 'checks:\n  - name: test\n', 'line 2, checks › 1 › run:'],
    ['a number for a command', 'setup:\n  - npm ci\n  - 7\n', 'line 3, setup › 2:'],
    ['no checks in the list', 'checks: []\n', 'line 1, checks:'],
    ['two checks of one name', `${check}  - name: test\n    run: npm run lint\n`, 'two checks have the same name'],
    ['a name with a line break', 'checks:\n  - name: "a\\nb"\n    run: x\n', 'must be plain words'],
    [
      'a report outside the repository',
      `${check}    report: { format: junit, path: ../x.xml }\n`,
      'line 4, checks › 1 › report › path: must be a path inside the repository',
    ],
    [
      'a report at an absolute path',
      `${check}    report: { format: junit, path: /etc/passwd }\n`,
      'must be a path inside the repository',
    ],
    ['a report without a path', `${check}    report: { format: jest }\n`, 'needs the path of the report file'],
    [
      'a format nobody reads',
      `${check}    report: { format: guess, path: x }\n`,
      'line 4, checks › 1 › report › format:',
    ],
    ['no time at all', `${check}    timeout_minutes: 0\n`, 'line 4, checks › 1 › timeout_minutes:'],
    ['broken YAML', 'checks:\n  - name: "test\n    run: npm test\n', 'line '],
    ['one key twice', `${check}${check}`, 'line 4'],
    ['an alias', 'setup: &a [npm ci]\nprotected: *a\n', 'YAML aliases'],
    ['a bomb of aliases', bomb(), 'YAML aliases'],
    ['a huge file', `# ${'x'.repeat(70_000)}\n`, 'longer than 64 KiB'],
    ['the prototype of objects', '__proto__: { checks: [] }\n', 'the file:'],
  ])('%s is refused in words that say where and what to write', (_what, text, words) => {
    const error = refusal(text);
    expect(error).toMatchObject({ code: 'agent_file_invalid', whose: 'yours' });
    expect(error.message).toContain(words);
    expect(error.remedy).toContain('run: npm test');
  });
});

function refusal(text: string): TaskError {
  try {
    parseAgentFile(text);
  } catch (error) {
    if (error instanceof TaskError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

function bomb(): string {
  const levels = Array.from({ length: 30 }, (_, index) => `k${index + 1}: &k${index + 1} [*k${index}, *k${index}]`);
  return ['k0: &k0 [boom]', ...levels].join('\n');
}
