import type { ActionsBlock, Button, ContextBlock, HeaderBlock, PlainTextElement, SectionBlock } from '@slack/types';
import { oneLine, plain } from '#shared/text/escape.ts';
import { fit } from './fit.ts';

const CONTEXT_ELEMENTS = 10;

/** Text that Slack shows as it is. Slack refuses an empty one. */
export const plainText = (text: string, max: number): PlainTextElement => ({
  type: 'plain_text',
  text: fit(plain(text), max).trim() || '–',
  emoji: false,
});

export const header = (text: string): HeaderBlock => ({ type: 'header', text: plainText(oneLine(text), 150) });

export const section = (text: string): SectionBlock => ({ type: 'section', text: plainText(text, 3_000) });

/** The small print under a message. */
export const context = (facts: readonly string[]): ContextBlock => ({
  type: 'context',
  elements: facts.slice(0, CONTEXT_ELEMENTS).map((fact) => plainText(oneLine(fact), 300)),
});

/** A row of buttons, or nothing: Slack refuses an empty row. */
export const buttonRow = (buttons: readonly Button[]): readonly ActionsBlock[] =>
  buttons.length === 0 ? [] : [{ type: 'actions', elements: [...buttons] }];
