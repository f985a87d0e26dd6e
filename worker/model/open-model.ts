import type { Assignment } from '#shared/worker-api.ts';
import type { Config } from '../config.ts';
import { cassetteFor, readCassette } from './cassette.ts';
import type { Model } from './model.ts';
import { scriptedModel } from './scripted.ts';

/** The model that was chosen, and nothing of the others. */
export async function openModel(
  { model, cassettes }: Pick<Config, 'model' | 'cassettes'>,
  request: Assignment['request'],
): Promise<Model> {
  if (model.provider === 'scripted')
    return scriptedModel(cassetteFor(await Promise.all(cassettes.map(readCassette)), request));
  const { openAiCompatibleModel } = await import('./openai-compatible.ts');
  return openAiCompatibleModel(model);
}
