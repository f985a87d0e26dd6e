import type { Policy } from '#shared/task/policy.ts';
import { listedName, priceIn } from '#shared/task/price.ts';
import { type Env, optional, type Read, wanted } from './settings.ts';

/** Who works on tasks, by its full name. What it needs besides is looked at too. */
export const model =
  (env: Env): Read<string> =>
  (problems) => {
    const name = env.BELLHOP_MODEL ?? 'scripted';
    const provider = providerOf(name);
    if (provider) DEMANDS[provider](env, problems);
    else if (name !== 'scripted')
      problems.push(
        `BELLHOP_MODEL is ${name}: it has to be \`scripted\`, or the name of a model after \`openai/\`, \`vertexai/\`, \`genai/\` or \`gemini/\`.`,
      );
    return name;
  };

/**
 * Without a price a model counts as free, and no bound of money holds. At an address of one's own that may well be true; what
 * Google serves is never free, so there it is asked for.
 */
export function priceProblems(name: string, prices: Policy['prices']): readonly string[] {
  const provider = providerOf(name);
  if (provider === undefined || provider === 'openai' || priceIn(prices, name)) return [];
  return [
    `The policy has no price for ${listedName(name)}, so no bound of money would hold: add it under \`prices\`, with input_usd_per_million and output_usd_per_million.`,
  ];
}

/** What a worker needs to ask the model, and nothing that opens anything else. */
export function modelEnv(env: Env): Readonly<Record<string, string>> {
  const name = env.BELLHOP_MODEL ?? 'scripted';
  const provider = providerOf(name);
  const wantedThere = provider === 'vertexai' || provider === 'genai' ? [...OURS, ...ON_GOOGLE_CLOUD] : OURS;
  return {
    BELLHOP_MODEL: name,
    ...Object.assign({}, ...wantedThere.map((setting) => optional(setting, env[setting]))),
  };
}

const OURS = ['BELLHOP_MODEL_URL', 'BELLHOP_MODEL_KEY'];
const ON_GOOGLE_CLOUD = [
  'GOOGLE_CLOUD_PROJECT',
  'GOOGLE_CLOUD_LOCATION',
  // Where application default credentials are looked for.
  ...['GOOGLE_APPLICATION_CREDENTIALS', 'CLOUDSDK_CONFIG'],
];

type Provider = 'openai' | 'vertexai' | 'genai' | 'gemini';
type Demand = (env: Env, problems: string[]) => void;

function providerOf(name: string): Provider | undefined {
  const [, provider] = /^(openai|vertexai|genai|gemini)\/./.exec(name) ?? [];
  return provider as Provider | undefined;
}

const DEMANDS: Readonly<Record<Provider, Demand>> = {
  openai: (env, problems) => {
    if (!isWebAddress(env.BELLHOP_MODEL_URL ?? ''))
      problems.push(
        'BELLHOP_MODEL_URL is no http address: give that of an OpenAI-compatible endpoint, like http://127.0.0.1:11434/v1.',
      );
  },
  vertexai: (env, problems) => {
    vertexAi(env, problems);
    if (env.BELLHOP_MODEL_URL?.startsWith('http:'))
      problems.push('BELLHOP_MODEL_URL has to begin with https:// for `vertexai/`; `genai/` takes http:// as well.');
  },
  genai: (env, problems) => vertexAi(env, problems),
  gemini: (env, problems) => {
    wanted(env, 'BELLHOP_MODEL_KEY', 'a key of the Gemini API')(problems);
    ownAddress(env, problems);
  },
};

function vertexAi(env: Env, problems: string[]): void {
  wanted(env, 'GOOGLE_CLOUD_PROJECT', 'the Google Cloud project in which Vertex AI is asked')(problems);
  const location = env.GOOGLE_CLOUD_LOCATION ?? 'global';
  if (!/^[a-z]+(-[a-z]+\d+)?$/.test(location))
    problems.push(`GOOGLE_CLOUD_LOCATION is ${location}: it has to be a region such as europe-west4, or global.`);
  ownAddress(env, problems);
}

function ownAddress({ BELLHOP_MODEL_URL: url }: Env, problems: string[]): void {
  if (url && !isWebAddress(url))
    problems.push('BELLHOP_MODEL_URL is no http address: give another one, or none, for Google’s own.');
}

const isWebAddress = (text: string): boolean => /^https?:$/.test(URL.parse(text)?.protocol ?? '');
