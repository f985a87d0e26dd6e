import { TaskError } from '#shared/task/failure.ts';
import type { Door } from './door.ts';
import type {
  ActOutcome,
  CommandOutcome,
  Entry,
  Option,
  Output,
  Seen,
  SeenMessage,
  SeenView,
  SubmitOutcome,
  Target,
} from './protocol.ts';

const PATIENCE_MS = 10_000;

type Place = Readonly<{ channel: string; ts: string }>;
type Accept<Thing> = (thing: Thing) => boolean;

/** Somebody in the workspace: what they do, what they see, and waiting until they see it. */
export interface Person {
  readonly id: string;
  // Doing
  slash(command: string, text?: string, where?: { channel?: string }): Promise<CommandOutcome>;
  shortcut(callbackId: string, message?: Place): Promise<ActOutcome>;
  post(channel: string, text: string): Promise<SeenMessage>;
  reply(to: { channel: string; thread: string }, text: string, how?: { broadcast?: boolean }): Promise<SeenMessage>;
  edit(message: Place, text: string): Promise<SeenMessage>;
  remove(message: Place): Promise<void>;
  react(message: Place, name: string): Promise<void>;
  unreact(message: Place, name: string): Promise<void>;
  /** `value` picks in a menu; a button that asks for confirmation needs `confirm: true`. */
  clicks(
    on: Target,
    actionId: string,
    how?: { value?: Entry; blockId?: string; confirm?: boolean },
  ): Promise<ActOutcome>;
  suggest(on: Target, actionId: string, query: string): Promise<readonly Option[]>;
  /** Values by block id or action id. */
  submit(view: { id: string }, values?: Readonly<Record<string, Entry>>): Promise<SubmitOutcome>;
  close(view: { id: string }): Promise<ActOutcome>;
  openHome(tab?: 'home' | 'messages'): Promise<void>;
  // Seeing
  home(): Promise<SeenView | null>;
  modals(): Promise<readonly SeenView[]>;
  ephemerals(channel?: string): Promise<readonly SeenMessage[]>;
  messages(channel: string): Promise<readonly SeenMessage[]>;
  thread(channel: string, ts: string): Promise<readonly SeenMessage[]>;
  workspace(): Promise<Output<'workspace'>>;
  watch(listener: (seen: Seen) => void): () => void;
  // Waiting: resolves with the first that is there or comes; rejects after the patience, ten seconds unless given
  waitFor<Thing>(look: () => Promise<Thing | undefined>, what: string, patienceMs?: number): Promise<Thing>;
  waitForModal(accept?: Accept<SeenView>, patienceMs?: number): Promise<SeenView>;
  waitForHome(accept?: Accept<SeenView>, patienceMs?: number): Promise<SeenView>;
  waitForMessage(channel: string, accept?: Accept<SeenMessage>, patienceMs?: number): Promise<SeenMessage>;
  waitForReply(
    to: { channel: string; thread: string },
    accept?: Accept<SeenMessage>,
    patienceMs?: number,
  ): Promise<SeenMessage>;
  waitForEphemeral(accept?: Accept<SeenMessage>, patienceMs?: number): Promise<SeenMessage>;
}

/** A person behind a door, in-process or over the network. */
export function personBehind(id: string, { call, watch }: Door): Person {
  const waitFor = waitingAt(id, watch);
  return {
    id,
    slash: (command, text = '', where = {}) => call('slash', { command, text, channel: where.channel }),
    shortcut: (callbackId, message) => call('shortcut', { callbackId, message }),
    post: (channel, text) => call('post', { channel, text }),
    reply: (to, text, how = {}) => call('reply', { ...to, text, ...how }),
    edit: ({ channel, ts }, text) => call('edit', { channel, ts, text }),
    remove: async ({ channel, ts }) => void (await call('remove', { channel, ts })),
    react: async ({ channel, ts }, name) => void (await call('react', { channel, ts, name })),
    unreact: async ({ channel, ts }, name) => void (await call('unreact', { channel, ts, name })),
    clicks: (on, actionId, how = {}) => call('click', { on, actionId, ...how }),
    suggest: (on, actionId, query) => call('suggest', { on, actionId, query }),
    submit: (view, values = {}) => call('submit', { view: view.id, values }),
    close: (view) => call('close', { view: view.id }),
    openHome: async (tab = 'home') => void (await call('openHome', { tab })),
    home: () => call('home', {}),
    modals: () => call('modals', {}),
    ephemerals: (channel) => call('ephemerals', { channel }),
    messages: (channel) => call('messages', { channel }),
    thread: (channel, ts) => call('thread', { channel, ts }),
    workspace: () => call('workspace', {}),
    watch,
    waitFor,
    waitForModal: (accept = any, patienceMs) =>
      waitFor(async () => (await call('modals', {})).findLast(accept), 'modal', patienceMs),
    waitForHome: (accept = any, patienceMs) =>
      waitFor(
        async () => [await call('home', {})].filter((view) => view !== null).find(accept),
        'Home tab',
        patienceMs,
      ),
    waitForMessage: (channel, accept = any, patienceMs) =>
      waitFor(async () => (await call('messages', { channel })).findLast(accept), `message in ${channel}`, patienceMs),
    waitForReply: ({ channel, thread: ts }, accept = any, patienceMs) =>
      waitFor(
        async () => (await call('thread', { channel, ts })).slice(1).findLast(accept),
        `reply to ${ts}`,
        patienceMs,
      ),
    waitForEphemeral: (accept = any, patienceMs) =>
      waitFor(async () => (await call('ephemerals', {})).findLast(accept), 'ephemeral message', patienceMs),
  };
}

const any = () => true;

/** Looks now and after everything this person sees, one look at a time. */
function waitingAt(id: string, watch: Door['watch']): Person['waitFor'] {
  return async (look, what, patienceMs = PATIENCE_MS) => {
    const deadline = AbortSignal.timeout(patienceMs);
    let wake = Promise.withResolvers<void>();
    const stop = watch(() => wake.resolve());
    deadline.addEventListener('abort', () => wake.resolve(), { once: true });
    try {
      for (;;) {
        const found = await look();
        if (found !== undefined) return found;
        if (deadline.aborted) throw neverCame(id, what, patienceMs);
        await wake.promise;
        wake = Promise.withResolvers();
      }
    } finally {
      stop();
    }
  };
}

function neverCame(id: string, what: string, patienceMs: number): TaskError {
  return new TaskError('never_came', `${id} waited ${patienceMs} ms for a ${what} that never came.`, {
    whose: 'service',
    remedy: 'See what the app was sent and what it called.',
  });
}
