import { useMemo } from 'react';
import type { SeenMessage } from '../../person/protocol.ts';
import { useModel } from '../client/desk.ts';
import { ofChannel, ofThread, withMessage } from '../state/messages.ts';

const NOTHING: readonly SeenMessage[] = [];

/** What one person sees in a channel: what was said there, and what only they see, less what they dismissed. */
export function useTimeline(channel: string): readonly SeenMessage[] {
  const messages = useModel((model) => model.conversations[channel]?.messages ?? NOTHING);
  const own = useOwn(channel);
  return useMemo(
    () => own.filter(({ thread_ts: thread }) => thread === undefined).reduce(withMessage, ofChannel(messages)),
    [messages, own],
  );
}

/** The same of a thread. */
export function useThread(channel: string, root: string): readonly SeenMessage[] {
  const messages = useModel((model) => model.conversations[channel]?.messages ?? NOTHING);
  const own = useOwn(channel);
  return useMemo(
    () => own.filter(({ thread_ts: thread }) => thread === root).reduce(withMessage, ofThread(messages, root)),
    [messages, own, root],
  );
}

function useOwn(channel: string): readonly SeenMessage[] {
  const ephemerals = useModel((model) => model.ephemerals);
  const dismissed = useModel((model) => model.dismissed);
  return useMemo(
    () => ephemerals.filter((message) => message.channel === channel && !dismissed.includes(message.ts)),
    [ephemerals, dismissed, channel],
  );
}
