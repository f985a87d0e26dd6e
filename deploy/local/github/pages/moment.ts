import { html } from 'hono/html';
import { type Html, prose } from './html.ts';

const UNITS = [
  ['year', 365 * 24 * 3_600],
  ['month', 30 * 24 * 3_600],
  ['day', 24 * 3_600],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** How long ago something was, as of when the page was made; the exact time is a hover away. */
export function moment(atMs: number, nowMs: number): Html {
  const exact = new Date(atMs).toISOString();
  return html`<time datetime="${exact}" title="${exact.slice(0, 16).replace('T', ' ')} UTC">${ago(atMs, nowMs)}</time>`;
}

/** The time a commit claims for itself, which may be anything. */
export function claimedMoment(date: string, nowMs: number): Html {
  const atMs = Date.parse(date);
  return Number.isNaN(atMs) ? prose(date) : moment(atMs, nowMs);
}

function ago(atMs: number, nowMs: number): string {
  const seconds = (nowMs - atMs) / 1_000;
  if (seconds < -60) return `on ${new Date(atMs).toISOString().slice(0, 10)}`;
  const [unit, length] = UNITS.find(([, size]) => seconds >= size) ?? [];
  if (unit === undefined || length === undefined) return 'just now';
  return new Intl.RelativeTimeFormat('en').format(-Math.floor(seconds / length), unit);
}

/** From when to when, in words. */
export function took(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
