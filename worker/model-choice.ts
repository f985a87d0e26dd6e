import * as z from 'zod';

/** `scripted` plays recordings; the others are asked. Where no address is named, Google's own are meant. */
export type ModelChoice =
  | { readonly provider: 'scripted' }
  | { readonly provider: 'openai'; readonly model: string; readonly url: string; readonly key?: string }
  | (OnVertex & { readonly provider: 'vertexai' | 'genai' })
  | { readonly provider: 'gemini'; readonly model: string; readonly key: string; readonly url?: string };

interface OnVertex {
  readonly model: string;
  readonly project: string;
  readonly location: string;
  readonly url?: string;
}

const PROVIDERS = /^(scripted|openai|vertexai|genai|gemini)(?:\/(.+))?$/s;

const Settings = z.object({
  BELLHOP_MODEL: z
    .string()
    .regex(
      /^(scripted|(openai|vertexai|genai|gemini)\/.+)$/s,
      'must be scripted, or one of openai/ vertexai/ genai/ gemini/ and the name of a model',
    )
    .default('scripted'),
  BELLHOP_MODEL_URL: z.url({ protocol: /^https?$/, error: 'must be an http address' }).optional(),
  BELLHOP_MODEL_KEY: z.string().optional(),
  GOOGLE_CLOUD_PROJECT: z.string().optional(),
  // It becomes a part of a host's name.
  GOOGLE_CLOUD_LOCATION: z
    .string()
    .regex(/^[a-z]+(-[a-z]+\d+)?$/, 'must be a region such as europe-west4, or global')
    .default('global'),
});
type Settings = z.infer<typeof Settings>;

/** The settings that choose a model, as the choice. */
export const ModelSettings = Settings.transform((env, context): ModelChoice => {
  const wanted = (name: keyof Settings): string => {
    if (!env[name]) context.addIssue({ code: 'custom', path: [name], message: 'is missing' });
    return env[name] ?? '';
  };
  const [, provider, model = ''] = PROVIDERS.exec(env.BELLHOP_MODEL) ?? [];
  const url = env.BELLHOP_MODEL_URL;
  switch (provider) {
    case 'openai': {
      const key = env.BELLHOP_MODEL_KEY;
      return { provider, model, url: wanted('BELLHOP_MODEL_URL'), ...(key && { key }) };
    }
    case 'gemini':
      return { provider, model, key: wanted('BELLHOP_MODEL_KEY'), ...(url && { url }) };
    case 'vertexai':
    case 'genai': {
      if (provider === 'vertexai' && url && !url.startsWith('https:'))
        context.addIssue({
          code: 'custom',
          path: ['BELLHOP_MODEL_URL'],
          message: 'must be an https address for vertexai/',
        });
      const place = { project: wanted('GOOGLE_CLOUD_PROJECT'), location: env.GOOGLE_CLOUD_LOCATION };
      return { provider, model, ...place, ...(url && { url }) };
    }
    default:
      return { provider: 'scripted' };
  }
});
