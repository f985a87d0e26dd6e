import { useCallback, useEffect, useState } from 'react';
import * as z from 'zod';
import { Fault, type FaultRequest } from '../../faults/fault.ts';
import { ask } from '../client/ask.ts';
import { useDesk } from '../client/desk.ts';

/** Faults are used up by what the app does, and nobody tells the page. */
const LOOK_EVERY_MS = 1_000;

/** What is set to go wrong, and the ways to change it. */
export function useFaults() {
  const { attempt } = useDesk();
  const [pending, setPending] = useState<readonly Fault[]>([]);
  const look = useCallback(async () => setPending(z.array(Fault).parse(await ask('GET', 'faults'))), []);
  const change = async (act: Promise<unknown>) => {
    await attempt(act.then(look));
  };
  useEffect(() => {
    // While Slack is away the page says so at its top already; here what was last known stays.
    const lookAgain = () => void look().catch(() => undefined);
    lookAgain();
    const looking = setInterval(lookAgain, LOOK_EVERY_MS);
    return () => clearInterval(looking);
  }, [look]);
  return {
    pending,
    set: (fault: FaultRequest) => void change(ask('POST', 'faults', fault)),
    clear: () => void change(ask('DELETE', 'faults')),
    connections: (how: 'refresh' | 'drop') => void change(ask('POST', `connections/${how}`, {})),
  };
}
