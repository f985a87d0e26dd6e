import type { Element, ElementContent, Root, RootContent, Text } from 'hast';
import { stretches } from './unseen.ts';

/** Takes from a sanitized tree what is left to act: loads, headings of the page, boxes to tick, text nobody sees. */
export function tame(tree: Root): Root {
  const around = { levels: levelsBelowPage(headings(tree)), inLink: false };
  return { type: 'root', children: tree.children.flatMap((node) => tameNode(node, around)) };
}

interface Around {
  /** Of each heading. */
  readonly levels: ReadonlyMap<Element, number>;
  readonly inLink: boolean;
}

function headings({ children }: Root | Element): readonly Element[] {
  return children.flatMap((node) => {
    if (node.type !== 'element') return [];
    return [...(HEADING.test(node.tagName) ? [node] : []), ...headings(node)];
  });
}

const HEADING = /^h[1-6]$/;

/** Above a text are the page's title and the heading it stands under. */
const LEVEL_OF_PAGE = 2;

// A level below the one before at most: who listens to a page goes through it by its headings.
function levelsBelowPage(headings: readonly Element[]): ReadonlyMap<Element, number> {
  const written = headings.map(({ tagName }) => Number(tagName.slice(1)));
  const deeper = LEVEL_OF_PAGE + 1 - Math.min(...written);
  const levels = new Map<Element, number>();
  let before = LEVEL_OF_PAGE;
  for (const [index, heading] of headings.entries()) {
    before = Math.min((written[index] ?? 0) + deeper, before + 1, 6);
    levels.set(heading, before);
  }
  return levels;
}

function tameNode(node: RootContent, around: Around): readonly ElementContent[] {
  if (node.type === 'text') return visible(node);
  if (node.type !== 'element') return [];
  const inside = { ...around, inLink: around.inLink || node.tagName === 'a' };
  const children = node.children.flatMap((child) => tameNode(child, inside));
  const level = around.levels.get(node);
  if (level !== undefined) return [element(`h${level}`, {}, children)];
  return [tameElement({ ...node, children }, around)];
}

function visible({ value }: Text): readonly ElementContent[] {
  return stretches(value, 'prose').map((stretch) =>
    'text' in stretch
      ? { type: 'text', value: stretch.text }
      : element('span', { className: ['unseen'] }, [{ type: 'text', value: stretch.unseen }]),
  );
}

function tameElement(node: Element, { inLink }: Around): Element {
  switch (node.tagName) {
    case 'a':
      return link(node.properties.href, node.children);
    case 'img':
      return image(node, inLink);
    case 'input':
      return box(node.properties.checked === true);
    case 'table':
      return element('div', { className: ['wide'], tabIndex: 0, role: 'group', ariaLabel: 'Table' }, [node]);
    default:
      return node;
  }
}

type Properties = Element['properties'];

function element(tagName: string, properties: Properties, children: ElementContent[]): Element {
  return { type: 'element', tagName, properties, children };
}

function link(href: Properties[string], children: ElementContent[]): Element {
  // A relative address would lead to wherever this page happens to be.
  if (typeof href !== 'string' || !/^https?:\/\//i.test(href)) return element('span', {}, children);
  return element('a', { href, rel: ['noopener', 'noreferrer', 'nofollow'] }, children);
}

function image({ properties: { alt, src } }: Element, inLink: boolean): Element {
  const words = `Image not loaded: ${typeof alt === 'string' && alt.trim() !== '' ? alt : 'no description'}`;
  return link(inLink ? undefined : src, [...visible({ type: 'text', value: words })]);
}

function box(ticked: boolean): Element {
  const sign = { type: 'text', value: ticked ? '☑' : '☐' } as const;
  return element('span', { role: 'img', ariaLabel: ticked ? 'Done: ' : 'To do: ' }, [sign]);
}
