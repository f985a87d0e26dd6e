import type { Assignment } from '#shared/worker-api.ts';
import type { Config } from '../config.ts';
import { cassetteFor, readCassette } from './cassette.ts';
import type { Model } from './model.ts';
import { scriptedModel } from './scripted.ts';

/** The model that was chosen. What the others are made of is not even read from disk. */
export async function openModel(
  { model, cassettes }: Pick<Config, 'model' | 'cassettes'>,
  request: Assignment['request'],
): Promise<Model> {
  switch (model.provider) {
    case 'scripted':
      return scriptedModel(cassetteFor(await Promise.all(cassettes.map(readCassette)), request));
    case 'openai':
      return (await import('./openai-compatible.ts')).openAiCompatibleModel(model);
    case 'vertexai':
      return (await import('./vertexai.ts')).vertexAiModel(model);
    case 'genai':
    case 'gemini':
      return (await import('./genai.ts')).genAiModel({ ...model, access: model });
    default:
      return model satisfies never;
  }
}
