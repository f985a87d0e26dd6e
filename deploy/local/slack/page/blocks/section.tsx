import type { SectionBlock } from '@slack/types';
import { Element } from '../fields/element.tsx';
import { Picture } from './picture.tsx';
import { Still } from './still.tsx';

type WithAccessory = SectionBlock & { accessory: NonNullable<SectionBlock['accessory']> };

/** Text with something to act on at its right. */
export function Section({ block }: { block: WithAccessory }) {
  const { accessory, ...text } = block;
  return (
    <div className="section">
      <Still blocks={[text]} />
      <div className="section__accessory">
        {accessory.type === 'image' ? (
          <Picture block={accessory} />
        ) : (
          <Element element={accessory} label={block.text?.text ?? 'Choose'} />
        )}
      </div>
    </div>
  );
}
