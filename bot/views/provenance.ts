import type { Work } from '#shared/task/task.ts';
import { oneLine } from '#shared/text/escape.ts';
import { fit } from './fit.ts';

/** How the work was done: by which model, and whether anything held it. Unknown until the workspace came up. */
export function provenance(work: Pick<Work, 'model' | 'sandbox'>): readonly string[] {
  const model = work.model === undefined ? [] : [isScripted(work) ? 'scripted model' : fit(oneLine(work.model), 60)];
  return work.sandbox === 'none' ? [...model, 'not sandboxed'] : model;
}

/** A scripted model plays a recording; nobody may take it for a thinking one. */
export const isScripted = (work: Pick<Work, 'model'>): boolean => work.model?.startsWith('scripted') ?? false;
