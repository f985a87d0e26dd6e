import { html } from 'hono/html';
import type { PullRequestRecord } from '../pull-requests.ts';
import type { Html } from './html.ts';

export type PullRequestState = 'Draft' | 'Open' | 'Closed' | 'Merged';

export function stateOf({ state, draft, mergedAt }: PullRequestRecord): PullRequestState {
  if (mergedAt !== null) return 'Merged';
  if (state === 'closed') return 'Closed';
  return draft ? 'Draft' : 'Open';
}

export function stateView(record: PullRequestRecord): Html {
  const state = stateOf(record);
  return html`<strong class="state ${state.toLowerCase()}">${state}</strong>`;
}
