import type { ImageBlock } from '@slack/types';
import { Icon } from '../style/icon.tsx';
import { pictureName } from './pictures.ts';
import { SafeLink } from './safe-link.tsx';

type Pictured = Pick<ImageBlock, 'alt_text'> & { readonly image_url?: string; readonly title?: { text: string } };

/** A picture from elsewhere stays there: its name stands here, as a link to it. */
export function Picture({ block }: { block: Pictured }) {
  const name = block.title?.text ?? pictureName(block.alt_text);
  return (
    <p className="picture">
      <Icon name="picture" />
      {block.image_url === undefined ? <span>{name}</span> : <SafeLink href={block.image_url}>{name}</SafeLink>}
      <span className="quiet">not loaded from elsewhere</span>
    </p>
  );
}
