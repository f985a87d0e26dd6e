import type { ContextBlock, KnownBlock } from '@slack/types';

/** The block with every picture turned into a link to it: the page loads nothing from anywhere. */
export function withoutPictures(block: KnownBlock): KnownBlock {
  switch (block.type) {
    case 'context':
      return { ...block, elements: block.elements.map(named) };
    case 'markdown':
      return { ...block, text: markdownWithoutPictures(block.text) };
    default:
      return block;
  }
}

/** What a picture is called in place of being shown. */
export const pictureName = (altText: string): string => `Picture: ${altText.trim() || 'without a description'}`;

function named(element: ContextBlock['elements'][number]): ContextBlock['elements'][number] {
  if (element.type !== 'image') return element;
  return { type: 'plain_text', text: pictureName(element.alt_text) };
}

/** Fenced code, code in a line: what stands there is no picture. */
const CODE = /(```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|`+[^`\n]+`+)/;
const PICTURE = /!\[([^\]]*)\](?=[([])/g;

function markdownWithoutPictures(text: string): string {
  return text
    .split(CODE)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(PICTURE, (_, alt: string) => `[${pictureName(alt)}]`)))
    .join('');
}
