import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bundle } from '#deploy/bundle.ts';
import { capabilityFor, TASK } from './front.ts';

/** The bench's own description of a contestant; words in braces are filled in for each run. */
interface Contestant {
  readonly id: string;
  readonly label: string;
  readonly wire: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly clones: true;
  /** Files are named from the root of the repository. */
  readonly relative: boolean;
}

/** A whole worker, sandbox and all, on two of the wires it speaks. */
export const OURS = ['bellhop', 'bellhop-openai'] as const;

function ours(id: (typeof OURS)[number], { entry, compileCache }: Bundle, botUrl: string): Contestant {
  const onVertex = id === 'bellhop';
  return {
    id,
    label: 'Bellhop’s worker, all of its blueprint',
    wire: onVertex ? 'gemini (Vertex)' : 'openai-chat',
    command: ['{node}', entry],
    env: {
      ...(onVertex
        ? {
            BELLHOP_MODEL: 'genai/{model}',
            BELLHOP_MODEL_URL: '{base}',
            GOOGLE_APPLICATION_CREDENTIALS: '{credentials}',
          }
        : { BELLHOP_MODEL: 'openai/{model}', BELLHOP_MODEL_URL: '{base}/v1' }),
      BELLHOP_BOT_URL: botUrl,
      BELLHOP_EXECUTION: id,
      BELLHOP_CAPABILITY: capabilityFor(id),
      BELLHOP_TASK: TASK,
      BELLHOP_ATTEMPT: '1',
      BELLHOP_EVENTS: '{tmp}',
      BELLHOP_SCRATCH: '{tmp}/scratch',
      METADATA_SERVER_DETECTION: 'none',
      NODE_COMPILE_CACHE: compileCache,
    },
    clones: true,
    relative: true,
  };
}

const FLOOR = fileURLToPath(new URL('floor.sh', import.meta.url));

/** The bench's bare loop, which is given the same clone to make and the same branch to push. */
const floor = (harness: string): Contestant => ({
  id: 'floor-clone',
  label: 'floor with a clone and a push',
  wire: 'gemini (Vertex)',
  command: ['sh', FLOOR, '{remote}', '{tmp}/clone', '{node}', `${harness}/floor.mjs`, '{prompt}'],
  env: {},
  clones: true,
  relative: true,
});

/** Writes the descriptions and gives the files. */
export async function describeContestants(
  folder: string,
  { worker, botUrl, harness }: { readonly worker: Bundle; readonly botUrl: string; readonly harness: string },
): Promise<readonly string[]> {
  const all = [...OURS.map((id) => ours(id, worker, botUrl)), floor(harness)];
  return Promise.all(
    all.map(async (contestant) => {
      const file = join(folder, `${contestant.id}.json`);
      await writeFile(file, JSON.stringify(contestant));
      return file;
    }),
  );
}
