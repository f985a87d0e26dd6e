import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, vi } from 'vitest';
import { genAiModel } from '#worker/model/genai.ts';
import { openAiCompatibleModel } from '#worker/model/openai-compatible.ts';
import { vertexAiModel } from '#worker/model/vertexai.ts';
import { keepsTheContract } from './model.contract.ts';
import { makeCertificate } from './models/certificate.ts';
import { keyFor, placeDefaultCredentials, showsKey, showsToken, tokenFor } from './models/credentials.ts';
import * as gemini from './models/gemini.ts';
import * as openai from './models/openai.ts';
import type { Asked, Dialect } from './models/play.ts';

const model = 'some-model';
const place = { project: 'a-project', location: 'global' };
const VERTEX_PATH = `/v1/projects/a-project/locations/global/publishers/google/models/${model}:generateContent`;
const HELD_BACK = {
  reason: 'Gemini holds such calls back, and says so',
  tests: ['leaves a call that makes no sense to the tool, which says so'],
};

keepsTheContract(
  {
    adapter: 'openai-compatible',
    path: '/v1/chat/completions',
    dialect: strict(openai, (asked) => showsKey(asked, 'authorization', 'Bearer ') || [401, 'Who are you?']),
    open: (url, { credentials, ...bounds }) =>
      openAiCompatibleModel({ url: `${url}/v1/`, model, key: keyFor(credentials), ...bounds }),
  },
  {
    skip: [
      {
        reason: 'this API hands such calls on',
        tests: ['says what was wrong with a call that the provider held back'],
      },
      { reason: 'many local servers want none', tests: ['no credentials are told at once, with what to do'] },
    ],
  },
);

keepsTheContract(
  {
    adapter: 'genai',
    path: VERTEX_PATH,
    dialect: { ...strict(gemini, withToken), token: tokenFor },
    open: (url, { credentials, ...bounds }) => {
      placeDefaultCredentials(url, credentials);
      return genAiModel({ model, url, access: place, ...bounds });
    },
  },
  { skip: [HELD_BACK] },
);

keepsTheContract(
  {
    adapter: 'gemini',
    path: `/v1beta/models/${model}:generateContent`,
    dialect: strict(gemini, (asked) => showsKey(asked, 'x-goog-api-key') || [400, 'API key not valid. Please …']),
    open: (url, { credentials, ...bounds }) =>
      genAiModel({ model, url, access: { key: keyFor(credentials) }, ...bounds }),
  },
  {
    skip: [
      HELD_BACK,
      { reason: 'the settings demand a key', tests: ['no credentials are told at once, with what to do'] },
    ],
  },
);

/** The package speaks TLS only: so does the provider it is tried on, whose certificate this process trusts meanwhile. */
const certificate = makeCertificate(new Date());
const trusted = getCACertificates('default');
beforeAll(() => setDefaultCACertificates([...trusted, certificate.cert]));
afterAll(() => setDefaultCACertificates(trusted));
// Of each client that is made it says that it is out of date, which is known.
beforeAll(() => void vi.spyOn(console, 'warn').mockReturnValue());
afterAll(() => void vi.restoreAllMocks());

keepsTheContract(
  {
    adapter: 'vertexai',
    path: VERTEX_PATH,
    certificate,
    dialect: { ...strict(gemini, withToken), token: tokenFor },
    open: (url, { credentials, ...bounds }) => {
      placeDefaultCredentials(url, credentials);
      return vertexAiModel({ model, url, ...place, ...bounds });
    },
  },
  {
    skip: [
      HELD_BACK,
      { reason: 'the package shows no headers of a reply', tests: ['comes back when the header says so'] },
      {
        reason: 'the package takes no signal; the worker ends its process itself',
        tests: ['hangs up on a provider that nobody waits for any more'],
      },
    ],
  },
);

function withToken(asked: Asked): true | Refused {
  return showsToken(asked) || [401, 'Who are you?'];
}

type Refused = readonly [status: number, words: string];
type Api = typeof gemini | typeof openai;

/** An API that takes only known callers, and conversations that fit what it said before. */
function strict(api: Api, admits: (asked: Asked) => true | Refused): Dialect {
  const dialect = 'geminiDialect' in api ? api.geminiDialect : api.openAiDialect;
  return {
    ...dialect,
    objection: (asked, given) => {
      const admitted = admits(asked);
      if (admitted !== true) return { status: admitted[0], words: admitted[1] };
      const words = api.objectionTo(asked.body, given);
      return words === undefined ? undefined : { status: 400, words };
    },
  };
}
