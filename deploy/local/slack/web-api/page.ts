import * as z from 'zod';
import { ApiError } from './api-error.ts';
import { Count, Flag } from './arguments.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

/** How `conversations.history` and `.replies` are narrowed and paged. */
export const pageArguments = {
  cursor: z.string().optional(),
  limit: Count.optional(),
  oldest: z.string().optional(),
  latest: z.string().optional(),
  inclusive: Flag.optional(),
};

export interface PageRequest {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  readonly oldest?: string | undefined;
  readonly latest?: string | undefined;
  readonly inclusive?: boolean | undefined;
}

/** The messages between `oldest` and `latest`. */
export function within<Item extends { readonly ts: string }>(
  items: readonly Item[],
  request: PageRequest,
): readonly Item[] {
  const { oldest, latest, inclusive } = request;
  return items.filter(({ ts }) => {
    const edge = inclusive === true && (ts === oldest || ts === latest);
    return edge || ((!oldest || Number(ts) > Number(oldest)) && (!latest || Number(ts) < Number(latest)));
  });
}

/** One page of items in the order given, and the cursor of the next when there is one. */
export function page<Item>(items: readonly Item[], keyOf: (item: Item) => string, { cursor, limit }: PageRequest) {
  const start = cursor ? startOf(items.map(keyOf), cursor) : 0;
  const size = Math.min(Math.max(limit || DEFAULT_LIMIT, 1), MAX_LIMIT);
  const next = items[start + size];
  return {
    items: items.slice(start, start + size),
    hasMore: next !== undefined,
    nextCursor: next === undefined ? '' : cursorOf(keyOf(next)),
  };
}

function startOf(keys: readonly string[], cursor: string): number {
  const start = keys.findIndex((key) => cursorOf(key) === cursor);
  if (start === -1) throw new ApiError('invalid_cursor');
  return start;
}

function cursorOf(key: string): string {
  return Buffer.from(`next:${key}`).toString('base64');
}
