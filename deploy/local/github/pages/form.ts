import type { Context } from 'hono';
import { bodyText } from '../rest/body.ts';
import { Refusal } from '../rest/refusal.ts';

/** A comment of the greatest length, every character of it written as four bytes in hexadecimal, and some more. */
const LARGEST_FORM_BYTES = 1024 * 1024;

/** The fields of a form that a page of ours sent. */
export async function readForm(context: Context): Promise<URLSearchParams> {
  const type = context.req.header('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type))
    throw new Refusal(415, 'This address takes the form of its own page and nothing else.');
  return new URLSearchParams(await bodyText(context, LARGEST_FORM_BYTES));
}
