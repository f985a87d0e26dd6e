import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TaskError } from '#shared/task/failure.ts';
import { readConfig } from '#worker/config.ts';

const GOOD = {
  PATH: '/usr/bin',
  BELLHOP_BOT_URL: 'http://127.0.0.1:8080',
  BELLHOP_EXECUTION: 'execution-1',
  BELLHOP_CAPABILITY: 'capability',
  BELLHOP_TASK: 't0123456789a',
  BELLHOP_ATTEMPT: '3',
  BELLHOP_EVENTS: '/tmp/events',
  BELLHOP_SCRATCH: '/tmp/scratch',
  BELLHOP_CASSETTES: '["/tmp/a.json"]',
};

function problems(changes: Record<string, string | undefined>): string {
  try {
    readConfig({ ...GOOD, ...changes });
    return '';
  } catch (error) {
    return error instanceof TaskError ? error.message : String(error);
  }
}

test('a good environment is read once, and what is ours is not handed on', () => {
  const config = readConfig(GOOD);
  expect(config).toMatchObject({ attempt: 3, model: { provider: 'scripted' }, cassettes: ['/tmp/a.json'] });
  expect(config.environment).toEqual({ PATH: '/usr/bin' });
});

test.each([
  ['BELLHOP_BOT_URL', 'file:///etc/passwd', 'must be an http address'],
  ['BELLHOP_TASK', 'task-1', 'must be a task id'],
  ['BELLHOP_ATTEMPT', '0', 'must be a whole number from 1'],
  ['BELLHOP_EVENTS', 'events', 'must be an absolute path'],
  ['BELLHOP_EVENTS_TOPIC', 'events', 'must be the full name of a topic'],
  ['BELLHOP_SCRATCH', 'scratch', 'must be an absolute path'],
  ['BELLHOP_MODEL', 'magic', 'must be scripted, or one of openai/ vertexai/ genai/ gemini/ and the name of a model'],
  ['BELLHOP_MODEL', 'gemini/', 'must be scripted, or one of'],
  ['GOOGLE_CLOUD_LOCATION', 'evil.example/', 'must be a region such as europe-west4, or global'],
  ['BELLHOP_MODEL_URL', 'file:///etc', 'must be an http address'],
  ['BELLHOP_CASSETTES', '[1]', 'must be a JSON list of files'],
  ['BELLHOP_CAPABILITY', undefined, 'is missing'],
  ['BELLHOP_EXECUTION', '', 'is empty'],
])('%s=%s: %s', (name, value, words) => {
  expect(problems({ [name]: value })).toContain(`${name} ${words}`);
});

test('all problems are listed at once', () => {
  const said = problems(Object.fromEntries(Object.keys(GOOD).map((name) => [name, undefined])));
  for (const name of Object.keys(GOOD).slice(1, 7)) expect(said).toContain(`${name} is missing`);
});

test('events go to a folder or to a topic, and not to both', () => {
  const topic = 'projects/demo/topics/events';
  expect(readConfig(GOOD).events).toEqual({ folder: '/tmp/events' });
  expect(readConfig({ ...GOOD, BELLHOP_EVENTS: undefined, BELLHOP_EVENTS_TOPIC: topic }).events).toEqual({ topic });
  expect(problems({ BELLHOP_EVENTS_TOPIC: topic })).toContain('set it, or BELLHOP_EVENTS_TOPIC');
  expect(problems({ BELLHOP_EVENTS: undefined })).toContain('set it, or BELLHOP_EVENTS_TOPIC');
});

test('on Cloud Run an execution has the name it has there, and works where temporary files are', () => {
  const env = {
    ...GOOD,
    BELLHOP_EXECUTION: undefined,
    CLOUD_RUN_EXECUTION: 'worker-x7k2p',
    BELLHOP_SCRATCH: undefined,
  };
  expect(readConfig(env)).toMatchObject({ execution: 'worker-x7k2p', scratchFolder: join(tmpdir(), 'bellhop') });
  expect(readConfig({ ...GOOD, CLOUD_RUN_EXECUTION: 'worker-x7k2p' }).execution).toBe('execution-1');
});

test('a model that is asked needs an address, and may need a key', () => {
  expect(problems({ BELLHOP_MODEL: 'openai/qwen3' })).toContain('BELLHOP_MODEL_URL is missing');
  const env = { ...GOOD, BELLHOP_MODEL: 'openai/org/qwen3', BELLHOP_MODEL_URL: 'http://127.0.0.1:1/v1' };
  const model = { provider: 'openai', model: 'org/qwen3', url: 'http://127.0.0.1:1/v1' };
  expect(readConfig(env).model).toEqual(model);
  expect(readConfig({ ...env, BELLHOP_MODEL_KEY: 'k' }).model).toEqual({ ...model, key: 'k' });
});

test('a model on Vertex AI needs a project, and is asked everywhere by default', () => {
  expect(problems({ BELLHOP_MODEL: 'vertexai/g' })).toContain('GOOGLE_CLOUD_PROJECT is missing');
  const env = { ...GOOD, BELLHOP_MODEL: 'vertexai/g', GOOGLE_CLOUD_PROJECT: 'p' };
  const model = { provider: 'vertexai', model: 'g', project: 'p', location: 'global' };
  expect(readConfig(env).model).toEqual(model);
  expect(readConfig({ ...env, BELLHOP_MODEL: 'genai/g', GOOGLE_CLOUD_LOCATION: 'europe-west4' }).model).toEqual({
    ...model,
    provider: 'genai',
    location: 'europe-west4',
  });
});

test('the older of Google’s packages is not sent where it cannot go', () => {
  const env = { BELLHOP_MODEL: 'vertexai/g', GOOGLE_CLOUD_PROJECT: 'p', BELLHOP_MODEL_URL: 'http://127.0.0.1:1' };
  expect(problems(env)).toContain('BELLHOP_MODEL_URL must be an https address for vertexai/');
  expect(problems({ ...env, BELLHOP_MODEL: 'genai/g' })).toBe('');
});

test('a model of the Gemini API needs a key', () => {
  expect(problems({ BELLHOP_MODEL: 'gemini/g' })).toContain('BELLHOP_MODEL_KEY is missing');
  const env = { ...GOOD, BELLHOP_MODEL: 'gemini/g', BELLHOP_MODEL_KEY: 'k' };
  expect(readConfig(env).model).toEqual({ provider: 'gemini', model: 'g', key: 'k' });
});
