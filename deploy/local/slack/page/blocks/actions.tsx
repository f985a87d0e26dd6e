import type { ActionsBlock, ContextActionsBlock } from '@slack/types';
import { Element } from '../fields/element.tsx';

/** A row of things to act on. */
export function Actions({ block }: { block: ActionsBlock | ContextActionsBlock }) {
  return (
    <div className="actions">
      {block.elements.map((element) => (
        <Element key={element.action_id ?? element.type} element={element} />
      ))}
    </div>
  );
}
