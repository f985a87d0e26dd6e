import { expect, test } from 'vitest';
import { model, modelEnv, priceProblems } from '#bot/model-settings.ts';

const ON_VERTEX = { BELLHOP_MODEL: 'vertexai/gemini-3-pro', GOOGLE_CLOUD_PROJECT: 'shop' };

function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  const problems: string[] = [];
  expect(model(env)(problems)).toBe(env.BELLHOP_MODEL ?? 'scripted');
  return problems;
}

test.each<[string, Readonly<Record<string, string>>]>([
  ['none', {}],
  ['recordings', { BELLHOP_MODEL: 'scripted' }],
  ['an OpenAI-compatible one', { BELLHOP_MODEL: 'openai/org/qwen3', BELLHOP_MODEL_URL: 'http://127.0.0.1:1/v1' }],
  ['one on Vertex AI', ON_VERTEX],
  ['one in a region', { ...ON_VERTEX, BELLHOP_MODEL: 'genai/g', GOOGLE_CLOUD_LOCATION: 'europe-west4' }],
  ['one at an address of its own', { ...ON_VERTEX, BELLHOP_MODEL: 'genai/g', BELLHOP_MODEL_URL: 'http://127.0.0.1:1' }],
  ['one of the Gemini API', { BELLHOP_MODEL: 'gemini/g', BELLHOP_MODEL_KEY: 'k' }],
])('a model is chosen: %s', (_, env) => {
  expect(problemsOf(env)).toEqual([]);
});

test.each<[string, Readonly<Record<string, string>>, string]>([
  ['of nobody', { BELLHOP_MODEL: 'magic/g' }, 'BELLHOP_MODEL is magic/g: it has to be `scripted`, or the name'],
  ['without a name', { ...ON_VERTEX, BELLHOP_MODEL: 'genai/' }, 'BELLHOP_MODEL is genai/: it has to be'],
  ['without an address', { BELLHOP_MODEL: 'openai/qwen3' }, 'BELLHOP_MODEL_URL is no http address: give that of an'],
  [
    'without a project',
    { BELLHOP_MODEL: 'genai/g' },
    'GOOGLE_CLOUD_PROJECT is not set: it is the Google Cloud project',
  ],
  [
    'nowhere',
    { ...ON_VERTEX, GOOGLE_CLOUD_LOCATION: 'evil.example/' },
    'GOOGLE_CLOUD_LOCATION is evil.example/: it has',
  ],
  [
    'without TLS',
    { ...ON_VERTEX, BELLHOP_MODEL_URL: 'http://127.0.0.1:1' },
    'BELLHOP_MODEL_URL has to begin with https',
  ],
  ['at no address', { ...ON_VERTEX, BELLHOP_MODEL_URL: 'here' }, 'BELLHOP_MODEL_URL is no http address: give another'],
  ['without a key', { BELLHOP_MODEL: 'gemini/g' }, 'BELLHOP_MODEL_KEY is not set: it is a key of the Gemini API.'],
])('a model %s is refused in one sentence', (_, env, words) => {
  expect(problemsOf(env)).toEqual([expect.stringContaining(words)]);
});

const PRICE = { input_usd_per_million: 1, output_usd_per_million: 5 };

test.each([
  ['recordings', 'scripted', {}],
  ['one at an address of one’s own', 'openai/qwen3', {}],
  ['one of Google’s with a price', 'genai/gemini-3-pro', { 'gemini-3-pro': PRICE }],
])('a price need not be missing: %s', (_, name, prices) => {
  expect(priceProblems(name, prices)).toEqual([]);
});

test.each(['vertexai/g', 'genai/g', 'gemini/g', 'genai/constructor'])('a price is missing: %s', (name) => {
  expect(priceProblems(name, { h: PRICE })).toEqual([
    expect.stringMatching(/^The policy has no price for (g|constructor), so no bound of money would hold: add it/),
  ]);
});

test('workers are told what asking the model takes, and credentials for Google Cloud only where it is asked there', () => {
  const env = {
    GOOGLE_CLOUD_PROJECT: 'shop',
    GOOGLE_APPLICATION_CREDENTIALS: '/key.json',
    BELLHOP_MODEL_KEY: 'k',
    X: 'y',
  };
  expect(modelEnv(env)).toEqual({ BELLHOP_MODEL: 'scripted', BELLHOP_MODEL_KEY: 'k' });
  expect(modelEnv({ ...env, BELLHOP_MODEL: 'vertexai/g' })).toEqual({
    BELLHOP_MODEL: 'vertexai/g',
    GOOGLE_CLOUD_PROJECT: 'shop',
    GOOGLE_APPLICATION_CREDENTIALS: '/key.json',
    BELLHOP_MODEL_KEY: 'k',
  });
});
