import type { Message } from '../workspace/message.ts';
import { APP, TEAM } from '../workspace/team.ts';
import type { View } from '../workspace/view.ts';
import type { Acting } from './acting.ts';
import { blocksOf, type Surface } from './place.ts';
import { stateValues } from './state-values.ts';

/** What every interactive payload says about where it comes from. */
export function origin({ me }: Acting) {
  return {
    team: { id: TEAM.id, domain: TEAM.domain },
    user: { id: me.id, username: me.name, name: me.name, team_id: TEAM.id },
    api_app_id: APP.id,
    token: APP.verificationToken,
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** What an interactive payload says about the surface it happened on. */
export function surfacePart(acting: Acting, surface: Surface) {
  const values = stateValues(blocksOf(surface), acting.workspace.drafts.values(surface.draftKey));
  if (surface.kind === 'view') {
    return { container: { type: 'view', view_id: surface.view.id }, view: withState(acting, surface.view) };
  }
  const { channel, message } = surface;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: message.is_ephemeral === true,
      ...(message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts }),
    },
    channel: { id: channel.id, name: channel.name },
    // Slack keeps no ephemeral messages, so it cannot send the one that was clicked.
    ...(message.is_ephemeral === true ? {} : { message }),
    state: { values },
  };
}

/** A view with everything this person filled in so far. */
export function withState({ workspace }: Acting, view: View): View {
  return { ...view, state: { values: stateValues(view.blocks, workspace.drafts.values(view.id)) } };
}

/** A fresh response url for an interaction; `source` is the message it happened on. */
export function responseUrl({ me, workspace, url }: Acting, channel: string, source?: Message): string {
  const token = workspace.responseUrls.issue({
    user: me.id,
    channel,
    ...(source?.thread_ts === undefined ? {} : { threadTs: source.thread_ts }),
    ...(source === undefined ? {} : { source: { ts: source.ts, ephemeral: source.is_ephemeral === true } }),
  });
  return `${url}/response/${token}`;
}
