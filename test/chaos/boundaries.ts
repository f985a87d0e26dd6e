import * as z from 'zod';
import { STEPS } from '#shared/task/step.ts';

/** A moment of an attempt, told by what its worker had said by then. */
export interface Boundary {
  readonly name: string;
  readonly isReached: (facts: readonly Said[]) => boolean;
}

const Said = z.object({ type: z.string(), step: z.string().optional() });
type Said = z.infer<typeof Said>;

/** The beginning and the end of every step. */
export const BOUNDARIES: readonly Boundary[] = STEPS.flatMap((step) =>
  ['started', 'ended'].map((edge) => ({
    name: `${step} ${edge}`,
    isReached: (facts: readonly Said[]) => facts.some((fact) => fact.type === `step.${edge}` && fact.step === step),
  })),
);

const Wrapping = z.object({ body: z.string() });
const Envelope = z.object({ fact: Said });

/** What the worker of an attempt has said so far. */
export function saidIn(lines: readonly string[]): readonly Said[] {
  return lines.flatMap(readLine);
}

function readLine(line: string): readonly Said[] {
  const wrapped = Wrapping.safeParse(tryJson(line)).data;
  const envelope = wrapped && Envelope.safeParse(tryJson(wrapped.body)).data;
  return envelope ? [envelope.fact] : [];
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A line that is still being written.
    return undefined;
  }
}
