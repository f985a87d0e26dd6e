import * as z from 'zod';
import type { Acting } from './acting.ts';
import { commandActs } from './commands.ts';
import { formActs } from './forms.ts';
import { interactionActs } from './interactions.ts';
import { lookActs } from './look.ts';
import { type Input, type Output, type Seen, VERBS, type Verb } from './protocol.ts';
import { refuse } from './refuse.ts';
import { seenBy } from './seen.ts';
import { shortcutActs } from './shortcuts.ts';
import { talkActs } from './talk.ts';

/** The way to everything one person can do and see. In-process and over the network there is only this. */
export interface Door {
  call<Name extends Verb>(verb: Name, input: Input<Name>): Promise<Output<Name>>;
  /** Gives back the way to stop watching. */
  watch(listener: (seen: Seen) => void): () => void;
}

/** The one implementation of a person. What goes in and what comes out is checked against the protocol. */
export function openDoor(acting: Acting): Door {
  const acts = {
    ...commandActs(acting),
    ...shortcutActs(acting),
    ...talkActs(acting),
    ...interactionActs(acting),
    ...formActs(acting),
    ...lookActs(acting),
  };
  return {
    async call(verb, input) {
      const act = acts[verb] as (given: unknown) => unknown;
      return VERBS[verb].output.parse(await act(readInput(verb, input))) as Output<typeof verb>;
    },
    watch: (listener) =>
      acting.workspace.feed.subscribe((change) => {
        const seen = seenBy(acting.me.id, change, acting.workspace);
        if (seen !== undefined) listener(seen);
      }),
  };
}

function readInput(verb: Verb, input: unknown): unknown {
  const read = VERBS[verb].input.safeParse(input);
  if (read.success) return read.data;
  return refuse(
    'bad_request',
    `"${verb}" cannot be done like that: ${z.prettifyError(read.error)}`,
    'Mend what is named.',
  );
}
