import * as z from 'zod';
import { ApiError } from '../web-api/api-error.ts';
import { respond } from '../web-api/respond.ts';
import type { Channel } from '../workspace/channels.ts';
import { APP, SLACKBOT, TEAM } from '../workspace/team.ts';
import type { Acting, Acts } from './acting.ts';
import { failureCode } from './outcomes.ts';
import { responseUrl } from './payloads.ts';
import { myChannel } from './place.ts';
import type { Given } from './protocol.ts';
import { commandText, readTyped } from './typed-text.ts';

const Answer = z.looseObject({ text: z.string().optional(), blocks: z.unknown().optional() });
/** What a command calls the channel it was typed in; only public ones by name. */
const CHANNEL_NAMES = { channel: undefined, group: 'privategroup', im: 'directmessage' } as const;

/** Slash commands. */
export function commandActs(acting: Acting): Acts<'slash'> {
  return {
    async slash(given) {
      const channel = given.channel === undefined ? firstChannel(acting) : myChannel(acting, given.channel);
      const ack = await acting.app.interaction('slash_commands', commandPayload(acting, given, channel), true);
      if (!ack.ok) return failed(acting, channel, given.command, failureCode(ack.reason));
      const answer = Answer.safeParse(ack.payload ?? {});
      if (!answer.success) return failed(acting, channel, given.command, 'invalid_command_response');
      if (answer.data.text === undefined && answer.data.blocks === undefined) return { ok: true };
      return answered(acting, channel, given.command, answer.data);
    },
  };
}

function commandPayload(acting: Acting, { command, text }: Given<'slash'>, channel: Channel) {
  const { me, workspace } = acting;
  return {
    token: APP.verificationToken,
    team_id: TEAM.id,
    team_domain: TEAM.domain,
    channel_id: channel.id,
    channel_name: CHANNEL_NAMES[channel.kind] ?? channel.name,
    user_id: me.id,
    user_name: me.name,
    command,
    text: commandText(readTyped(text, workspace)),
    api_app_id: APP.id,
    is_enterprise_install: 'false',
    response_url: responseUrl(acting, channel.id),
    trigger_id: workspace.triggers.issue(me.id),
  };
}

/** The app's answer in its ack, shown as it asked: to the person alone, or to the channel. */
function answered({ me, workspace }: Acting, channel: Channel, command: string, answer: z.infer<typeof Answer>) {
  try {
    const shown = respond(workspace, { user: me.id, channel: channel.id }, answer);
    return { ok: true, ...inChannel(shown, channel.id) };
  } catch (error) {
    if (error instanceof ApiError) return failed({ me, workspace }, channel, command, 'invalid_command_response');
    throw error;
  }
}

function inChannel(shown: Readonly<Record<string, object | undefined>>, channel: string) {
  return Object.fromEntries(Object.entries(shown).map(([name, message]) => [name, { ...message, channel }]));
}

/** Slackbot tells the person, in Slack's words. */
function failed({ me, workspace }: Pick<Acting, 'me' | 'workspace'>, channel: Channel, command: string, error: string) {
  const text = `${command} failed with the error "${error}"`;
  workspace.ephemerals.post(me.id, channel.id, { user: SLACKBOT.id, text });
  return { ok: false, error, text };
}

function firstChannel({ me, workspace }: Acting): Channel {
  return workspace.channels.seenBy(me.id)[0] ?? workspace.channels.direct(me.id);
}
