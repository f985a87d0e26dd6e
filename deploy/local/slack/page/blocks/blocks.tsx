import { memo, useMemo } from 'react';
import type { SeenMessage } from '../../person/protocol.ts';
import { Actions } from './actions.tsx';
import { Input } from './input.tsx';
import { Picture } from './picture.tsx';
import { Plan } from './plan.tsx';
import { Section } from './section.tsx';
import { type Part, splitBlocks } from './split.ts';
import { Still } from './still.tsx';

/** The blocks of a message or view, each drawn by whoever does it best. */
export const Blocks = memo(function Blocks({ blocks }: { blocks: NonNullable<SeenMessage['blocks']> }) {
  const parts = useMemo(() => splitBlocks(blocks), [blocks]);
  return (
    <div className="blocks">
      {keyed(parts).map(({ key, part }) => (
        <Drawn key={key} part={part} />
      ))}
    </div>
  );
});

function Drawn({ part }: { part: Part }) {
  switch (part.kind) {
    case 'still':
      return <Still blocks={part.blocks} />;
    case 'section':
      return <Section block={part.block} />;
    case 'actions':
      return <Actions block={part.block} />;
    case 'input':
      return <Input block={part.block} />;
    case 'plan':
      return <Plan block={part.block} />;
    case 'picture':
      return <Picture block={part.block} />;
    case 'unknown':
      return <p className="not-drawn">This block ({part.type}) cannot be drawn here.</p>;
    default:
      return part satisfies never;
  }
}

/**
 * Slack makes up a new id for a nameless block with every update. Counted by kind, the buttons of a card stay the same
 * buttons, and a question that is open over them stays open.
 */
function keyed(parts: readonly Part[]) {
  const counts = new Map<string, number>();
  return parts.map((part) => {
    const kind = part.kind === 'input' ? `input ${part.block.block_id}` : part.kind;
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    return { key: `${kind} ${count}`, part };
  });
}
