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
      return beside(model.model, async () => (await import('./openai-compatible.ts')).openAiCompatibleModel(model));
    case 'vertexai':
      return beside(model.model, async () => (await import('./vertexai.ts')).vertexAiModel(model));
    case 'genai':
    case 'gemini':
      return beside(model.model, async () => (await import('./genai.ts')).genAiModel({ ...model, access: model }));
    default:
      return model satisfies never;
  }
}

/** A client is a megabyte of code: it is read while the workspace is made ready. What is wrong with it is told to who asks. */
function beside(name: string, open: () => Promise<Model>): Model {
  const opened = open();
  opened.catch(() => undefined);
  return { name, ask: async (conversation) => (await opened).ask(conversation) };
}
