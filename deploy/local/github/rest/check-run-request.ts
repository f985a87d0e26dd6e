import * as z from 'zod';
import { Annotation, Conclusion, type NewCheckRun, Status } from '../check-runs.ts';

const Text = z.string().max(65_535);
const Output = z.object({
  title: z.string(),
  summary: Text,
  text: Text.optional(),
  annotations: z.array(Annotation).max(50).default([]),
});

const FIELDS = {
  details_url: z.url({ protocol: /^https?$/ }).optional(),
  external_id: z.string().optional(),
  status: Status.optional(),
  conclusion: Conclusion.optional(),
  started_at: z.iso.datetime({ offset: true }).optional(),
  completed_at: z.iso.datetime({ offset: true }).optional(),
};

/** What a new check run is reported with. */
export const NewCheckRunRequest = z
  .object({ ...FIELDS, name: z.string().min(1), head_sha: z.string(), output: Output.optional() })
  .refine(hasConclusion, { path: ['conclusion'], error: 'a completed check run needs a conclusion' });

/** What of a check run can be changed. */
export const CheckRunChange = z
  .object({ ...FIELDS, name: z.string().min(1).optional(), output: Output.partial({ title: true }).optional() })
  .refine(hasConclusion, { path: ['conclusion'], error: 'a completed check run needs a conclusion' });
type Change = z.infer<typeof CheckRunChange>;

// GitHub completes a run by its conclusion; to complete one without is refused.
function hasConclusion(asked: {
  status?: string | undefined;
  conclusion?: string | undefined;
  completed_at?: string | undefined;
}): boolean {
  const completes = asked.status === 'completed' || asked.completed_at !== undefined;
  return asked.conclusion !== undefined || !completes;
}

export function newCheckRun(
  repository: number,
  headSha: string,
  asked: z.infer<typeof NewCheckRunRequest>,
  now: number,
): NewCheckRun {
  return afterChange({ ...BLANK, repository, headSha, name: asked.name, startedAt: now }, asked, now);
}

const BLANK = {
  status: 'queued',
  conclusion: null,
  detailsUrl: null,
  externalId: '',
  completedAt: null,
  title: null,
  summary: null,
  text: null,
  annotations: [],
} as const satisfies Partial<NewCheckRun>;

/** The run as it is after a request; annotations add up, everything else is replaced. */
export function afterChange(run: NewCheckRun, asked: Change, now: number): NewCheckRun {
  const { output } = asked;
  return {
    ...run,
    name: asked.name ?? run.name,
    detailsUrl: asked.details_url ?? run.detailsUrl,
    externalId: asked.external_id ?? run.externalId,
    startedAt: asked.started_at === undefined ? run.startedAt : Date.parse(asked.started_at),
    ...progress(asked, now),
    title: output?.title ?? run.title,
    summary: output?.summary ?? run.summary,
    text: output?.text ?? run.text,
    annotations: [...run.annotations, ...(output?.annotations ?? [])],
  };
}

function progress(asked: Change, now: number) {
  if (asked.conclusion !== undefined) {
    const completedAt = asked.completed_at === undefined ? now : Date.parse(asked.completed_at);
    return { status: 'completed', conclusion: asked.conclusion, completedAt } as const;
  }
  if (asked.status === undefined) return {};
  return { status: asked.status, conclusion: null, completedAt: null };
}
