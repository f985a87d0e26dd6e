import * as z from 'zod';
import type { Store } from '../state/store.ts';

const REMEMBERED = 'bellhop.dismissed';
const Dismissed = z.array(z.string()).catch([]);

/** The private messages that were dismissed in this tab: Slack itself keeps them until it is restarted. */
export const dismissedBefore = (): readonly string[] =>
  Dismissed.parse(JSON.parse(sessionStorage.getItem(REMEMBERED) ?? '[]'));

export function rememberDismissed(store: Store): void {
  let known = store.get().dismissed;
  store.subscribe(() => {
    const { dismissed } = store.get();
    if (dismissed !== known) sessionStorage.setItem(REMEMBERED, JSON.stringify(dismissed));
    known = dismissed;
  });
}
