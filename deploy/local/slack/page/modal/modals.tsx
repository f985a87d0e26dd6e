import { useState } from 'react';
import type { Entry } from '../../person/protocol.ts';
import { useModel } from '../client/desk.ts';
import { Modal } from './modal.tsx';

type Entries = Readonly<Record<string, Entry>>;

/** The modal on top of the stack. What was entered into those below waits until they are on top again. */
export function Modals() {
  const modals = useModel((model) => model.modals);
  const [entered, setEntered] = useState<Readonly<Record<string, Entries>>>({});
  const top = modals.at(-1);
  if (top === undefined) return null;
  return (
    <Modal
      key={top.id}
      view={top}
      isStacked={modals.length > 1}
      entries={entered[top.id] ?? {}}
      onEnter={(blockId, entry) =>
        setEntered((before) => ({ ...before, [top.id]: { ...before[top.id], [blockId]: entry } }))
      }
    />
  );
}
