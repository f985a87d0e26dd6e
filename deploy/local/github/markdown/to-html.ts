import rehypeRaw from 'rehype-raw';
import rehypeSanitize, { type Options } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { tame } from './tame.ts';

// What of raw HTML is left; everything else goes, and of what executes or styles the text inside as well.
const ALLOWED: Options = {
  tagNames: [
    ...['a', 'b', 'blockquote', 'br', 'code', 'dd', 'del', 'details', 'div', 'dl', 'dt', 'em'],
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'i', 'img', 'input', 'ins', 'kbd', 'li', 'ol', 'p', 'pre', 'q', 's'],
    ...['samp', 'section', 'span', 'strong', 'sub', 'summary', 'sup'],
    ...['table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul', 'var'],
  ],
  attributes: {
    a: ['href'],
    details: ['open'],
    img: ['alt', 'src'],
    input: [['type', 'checkbox'], 'checked'],
    li: [['className', 'task-list-item']],
    ol: ['start'],
    td: ['align', 'colSpan', 'rowSpan'],
    th: ['align', 'colSpan', 'rowSpan'],
    ul: [['className', 'contains-task-list']],
  },
  ancestors: {
    li: ['ol', 'ul'],
    summary: ['details'],
    tbody: ['table'],
    td: ['table'],
    th: ['table'],
    thead: ['table'],
    tr: ['table'],
  },
  protocols: { href: ['http', 'https'], src: ['http', 'https'] },
  strip: ['script', 'style', 'template', 'title'],
  clobber: [],
};

const pipeline = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true, footnoteBackContent: '' })
  .use(rehypeRaw)
  .use(rehypeSanitize, ALLOWED)
  .use(() => tame)
  .use(rehypeStringify);

/**
 * GitHub-flavoured Markdown of a stranger as HTML that shows and does nothing: every image is a link to where it lies,
 * and no link leads anywhere but to the web.
 */
export function toHtml(markdown: string): string {
  return String(pipeline.processSync(markdown));
}
