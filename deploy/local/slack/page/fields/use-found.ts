import { useEffect, useRef, useState } from 'react';
import { type Choice, type ChoiceGroup, matching } from './choice.ts';

/** A search somebody else does. */
export interface Search {
  find(query: string): Promise<readonly Choice[]>;
  /** Shorter queries are not asked. */
  readonly shortest: number;
}

export interface Found {
  readonly groups: readonly ChoiceGroup[];
  /** What stands in the place of an empty list. */
  readonly words: string;
}

const PAUSE_MS = 150;

/** What a query finds: among what is there, or by asking once the typing has paused. */
export function useFound(groups: readonly ChoiceGroup[], query: string, isOpen: boolean, search?: Search): Found {
  const [answer, setAnswer] = useState<Found>({ groups: [], words: 'Searching…' });
  const latest = useRef(search);
  latest.current = search;
  const shortest = search?.shortest;
  useEffect(() => {
    if (!isOpen || shortest === undefined || query.length < shortest) return undefined;
    let isOutdated = false;
    const asking = setTimeout(async () => {
      const found = await answerOf(latest.current, query);
      if (!isOutdated) setAnswer(found);
    }, PAUSE_MS);
    return () => {
      isOutdated = true;
      clearTimeout(asking);
    };
  }, [isOpen, query, shortest]);
  if (shortest === undefined) return { groups: matching(groups, query), words: 'Nothing matches.' };
  if (query.length < shortest) return { groups: [], words: typeMore(shortest - query.length) };
  return answer;
}

async function answerOf(search: Search | undefined, query: string): Promise<Found> {
  try {
    return { groups: [{ choices: (await search?.find(query)) ?? [] }], words: 'Nothing matches.' };
  } catch (problem) {
    // The person reads it where they look for the answer.
    return { groups: [], words: problem instanceof Error ? problem.message : String(problem) };
  }
}

const typeMore = (missing: number): string =>
  missing === 1 ? 'Type one more letter to search.' : `Type ${missing} more letters to search.`;
