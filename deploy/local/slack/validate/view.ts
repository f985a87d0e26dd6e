import * as z from 'zod';
import type { ViewDraft } from '../workspace/view.ts';
import { repeatedIds } from './block-rules.ts';
import { viewBlock } from './blocks.ts';
import type { Checked } from './message-blocks.ts';
import { problem, problems } from './problem.ts';
import { plainText } from './text.ts';

/** 250 KB. */
const VIEW_BYTES_LIMIT = 250 * 1_024;

const common = {
  blocks: z.array(viewBlock).max(100),
  private_metadata: z.string().max(3_000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};

const Modal = z.strictObject({
  type: z.literal('modal'),
  ...common,
  title: plainText(24),
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
});

const Home = z.strictObject({ type: z.literal('home'), ...common });

/** A modal or Home view, or what Slack would answer instead. */
export function checkView(
  view: unknown,
  type: 'modal' | 'home',
): Checked<ViewDraft, 'invalid_arguments' | 'view_too_large'> {
  if (Buffer.byteLength(JSON.stringify(view) ?? '') > VIEW_BYTES_LIMIT) {
    return { ok: false, error: 'view_too_large', messages: [] };
  }
  const parsed = z.object({ view: type === 'modal' ? Modal : Home }).safeParse({ view });
  const messages = parsed.success ? viewRules(view as ViewDraft) : problems(parsed.error.issues, { view });
  if (messages.length > 0) return { ok: false, error: 'invalid_arguments', messages };
  return { ok: true, value: view as ViewDraft };
}

function viewRules(view: ViewDraft): string[] {
  const needsSubmit = view.type === 'modal' && view.submit === undefined;
  const unsubmittable = needsSubmit ? view.blocks.flatMap(({ type }, index) => (type === 'input' ? [index] : [])) : [];
  return [
    ...repeatedIds(view.blocks, ['view', 'blocks']),
    ...unsubmittable.map((index) =>
      problem('must define `submit` to use an `input` block in modals', ['view', 'blocks', index, 'input']),
    ),
  ];
}
