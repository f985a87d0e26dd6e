import { expect, test } from 'vitest';
import { readArguments } from '#deploy/local/arguments.ts';
import { TaskError } from '#shared/task/failure.ts';

test('what is typed behind npm start is read', () => {
  expect(readArguments(['--repo', 'a', '--repo', 'b', '--port', '4200', '--terminal'])).toMatchObject({
    repo: ['a', 'b'],
    port: 4200,
    terminal: true,
    json: false,
  });
  expect(readArguments(['--model', 'qwen3', '--endpoint', 'http://127.0.0.1:11434/v1']).model).toEqual({
    name: 'qwen3',
    endpoint: 'http://127.0.0.1:11434/v1',
  });
  expect(readArguments([])).not.toHaveProperty('model');
});

test.each([
  [['--port', '70000'], /--port 70000 is no port/],
  [['--model', 'qwen3'], /--model and --endpoint belong together/],
  [['--endpoint', 'http://127.0.0.1:1/v1'], /--model and --endpoint belong together/],
  [['--colour'], /Unknown option '--colour'/],
])('%j is refused with what would be right', (argv, words) => {
  const refused = (() => {
    try {
      return readArguments(argv);
    } catch (error) {
      return error;
    }
  })();
  expect(refused).toBeInstanceOf(TaskError);
  expect(refused).toMatchObject({ message: expect.stringMatching(words), remedy: expect.stringMatching(/\S/) });
});
