import * as z from 'zod';
import type { PullRequestRecord } from '../pull-requests.ts';

/** The query of the list of pull requests; what GitHub does not know it ignores. */
export const PullQuery = z.object({
  state: z.enum(['open', 'closed', 'all']).catch('open'),
  head: z.string().optional(),
  base: z.string().optional(),
  sort: z.enum(['created', 'updated']).catch('created'),
  direction: z.enum(['asc', 'desc']).catch('desc'),
  per_page: z.coerce.number().int().min(1).max(100).catch(30),
  page: z.coerce.number().int().min(1).catch(1),
});
export type PullQuery = z.infer<typeof PullQuery>;

export function selectPulls(records: readonly PullRequestRecord[], owner: string, query: PullQuery) {
  const wanted = records.filter(
    (record) =>
      (query.state === 'all' || record.state === query.state) &&
      (query.base === undefined || record.base === query.base) &&
      matchesHead(record, owner, query.head),
  );
  const key = query.sort === 'created' ? 'createdAt' : 'updatedAt';
  const sign = query.direction === 'asc' ? 1 : -1;
  const sorted = wanted.toSorted((one, other) => sign * (one[key] - other[key] || one.number - other.number));
  return sorted.slice((query.page - 1) * query.per_page, query.page * query.per_page);
}

// GitHub heeds `head` only when it is written `owner:branch`; anything else filters nothing.
function matchesHead({ head }: PullRequestRecord, owner: string, asked: string | undefined): boolean {
  if (asked === undefined || !asked.includes(':')) return true;
  return asked.toLowerCase().startsWith(`${owner.toLowerCase()}:`) && asked.slice(owner.length + 1) === head;
}
