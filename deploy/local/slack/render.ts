import { plain } from '#shared/text/escape.ts';
import { blockLines } from './render/blocks.ts';
import { decode, type Names } from './render/mrkdwn.ts';

interface Shown {
  readonly text: string;
  readonly blocks?: readonly Readonly<Record<string, unknown>>[] | undefined;
  readonly edited?: unknown;
  readonly files?: readonly { readonly title: string; readonly size: number }[] | undefined;
  readonly reactions?: readonly { readonly name: string; readonly count: number }[] | undefined;
}

/** A message as plain lines for a terminal: its blocks, or its text when it has none. Safe to print, whoever wrote it. */
export function renderMessage(message: Shown, names: Names = {}): readonly string[] {
  const blocks = message.blocks ?? [];
  const body =
    blocks.length > 0 ? blocks.flatMap((block) => blockLines(block, names)) : decode(message.text, names).split('\n');
  return [
    ...(message.edited === undefined ? body : [...body, '(edited)']),
    ...(message.files ?? []).map((file) => `[file: ${plain(file.title)}, ${file.size} bytes]`),
    ...(message.reactions?.length ? [message.reactions.map(({ name, count }) => `:${name}: ${count}`).join('  ')] : []),
  ];
}

interface View {
  readonly title?: { readonly text: string } | null | undefined;
  readonly submit?: { readonly text: string } | null | undefined;
  readonly close?: { readonly text: string } | null | undefined;
  readonly blocks: readonly Readonly<Record<string, unknown>>[];
}

/** A modal or Home tab as plain lines, its own buttons last. */
export function renderView(view: View, names: Names = {}): readonly string[] {
  const buttons = [view.submit, view.close].flatMap((button) => (button ? [`[${plain(button.text)}]`] : []));
  return [
    ...(view.title ? [`━━ ${plain(view.title.text)}`] : []),
    ...view.blocks.flatMap((block) => blockLines(block, names)),
    ...(buttons.length > 0 ? [buttons.join(' ')] : []),
  ];
}
