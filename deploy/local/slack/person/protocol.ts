import * as z from 'zod';
import { EMOJI_NAME } from '../workspace/reactions.ts';

const Block = z.looseObject({ type: z.string(), block_id: z.string().optional() });
const PlainText = z.object({ type: z.literal('plain_text'), text: z.string(), emoji: z.boolean().optional() });

/** A message as a person sees it. */
export const SeenMessage = z.object({
  channel: z.string(),
  ts: z.string(),
  user: z.string(),
  text: z.string(),
  blocks: z.array(Block).optional(),
  thread_ts: z.string().optional(),
  reply_count: z.number().optional(),
  reply_users: z.array(z.string()).optional(),
  latest_reply: z.string().optional(),
  subtype: z.string().optional(),
  bot_id: z.string().optional(),
  is_ephemeral: z.boolean().optional(),
  edited: z.object({ user: z.string(), ts: z.string() }).optional(),
  reactions: z.array(z.object({ name: z.string(), users: z.array(z.string()), count: z.number() })).optional(),
  files: z.array(z.looseObject({ id: z.string(), name: z.string(), title: z.string(), size: z.number() })).optional(),
});
export type SeenMessage = z.infer<typeof SeenMessage>;

/** A modal or Home tab as a person sees it. */
export const SeenView = z.object({
  id: z.string(),
  type: z.enum(['modal', 'home']),
  callback_id: z.string(),
  title: PlainText.nullable(),
  submit: PlainText.nullable(),
  close: PlainText.nullable(),
  blocks: z.array(Block),
  hash: z.string(),
  previous_view_id: z.string().nullable(),
});
export type SeenView = z.infer<typeof SeenView>;

export const Option = z.looseObject({
  text: z.looseObject({ type: z.string(), text: z.string() }),
  value: z.string().optional(),
});
export type Option = z.infer<typeof Option>;

/** Everything that happens before a person's eyes. */
export const Seen = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['message.posted', 'message.changed', 'message.deleted']), message: SeenMessage }),
  z.object({ type: z.enum(['ephemeral.posted', 'ephemeral.changed', 'ephemeral.deleted']), message: SeenMessage }),
  z.object({
    type: z.enum(['reaction.added', 'reaction.removed']),
    message: SeenMessage,
    user: z.string(),
    name: z.string(),
  }),
  z.object({ type: z.enum(['modal.opened', 'modal.updated', 'modal.closed']), view: SeenView }),
  z.object({ type: z.literal('home.published'), view: SeenView }),
]);
export type Seen = z.infer<typeof Seen>;

/** Slack's own failure, in the words it shows. */
const Failed = z.object({ ok: z.literal(false), error: z.string(), text: z.string() });

export const CommandOutcome = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), ephemeral: SeenMessage.optional(), message: SeenMessage.optional() }),
  Failed,
]);
export type CommandOutcome = z.infer<typeof CommandOutcome>;

export const ActOutcome = z.discriminatedUnion('ok', [z.object({ ok: z.literal(true) }), Failed]);
export type ActOutcome = z.infer<typeof ActOutcome>;

/** Closed; or still open with errors by block, with another view in its place, or because the app did not answer. */
export const SubmitOutcome = z.object({
  closed: z.boolean(),
  errors: z.record(z.string(), z.string()).optional(),
  view: SeenView.optional(),
  failure: z.object({ error: z.string(), text: z.string() }).optional(),
});
export type SubmitOutcome = z.infer<typeof SubmitOutcome>;

/** What a person types or picks: text, the value of an option, or several. */
export const Entry = z.union([z.string(), z.array(z.string()), z.null()]);
export type Entry = z.infer<typeof Entry>;

/** Where a button or menu is. */
export const Target = z.union([z.object({ channel: z.string(), ts: z.string() }), z.object({ id: z.string() })]);
export type Target = z.infer<typeof Target>;

const Place = z.object({ channel: z.string(), ts: z.string() });
const Nothing = z.object({});
const EmojiName = z.string().regex(EMOJI_NAME);
const SeenPerson = z.object({ id: z.string(), name: z.string(), admin: z.boolean().optional() });
const SeenChannel = z.object({ id: z.string(), name: z.string(), kind: z.enum(['channel', 'group', 'im']) });

/** Everything a person can do and see: one line each, what goes in and what comes out. */
export const VERBS = {
  slash: {
    input: z.object({
      command: z.string().startsWith('/'),
      text: z.string().default(''),
      channel: z.string().optional(),
    }),
    output: CommandOutcome,
  },
  shortcut: { input: z.object({ callbackId: z.string(), message: Place.optional() }), output: ActOutcome },
  post: { input: z.object({ channel: z.string(), text: z.string().min(1) }), output: SeenMessage },
  reply: {
    input: z.object({
      channel: z.string(),
      thread: z.string(),
      text: z.string().min(1),
      broadcast: z.boolean().optional(),
    }),
    output: SeenMessage,
  },
  edit: { input: Place.extend({ text: z.string().min(1) }), output: SeenMessage },
  remove: { input: Place, output: Nothing },
  react: { input: Place.extend({ name: EmojiName }), output: Nothing },
  unreact: { input: Place.extend({ name: EmojiName }), output: Nothing },
  click: {
    input: z.object({
      on: Target,
      actionId: z.string(),
      blockId: z.string().optional(),
      value: Entry.optional(),
      confirm: z.boolean().optional(),
    }),
    output: ActOutcome,
  },
  suggest: { input: z.object({ on: Target, actionId: z.string(), query: z.string() }), output: z.array(Option) },
  submit: { input: z.object({ view: z.string(), values: z.record(z.string(), Entry) }), output: SubmitOutcome },
  close: { input: z.object({ view: z.string() }), output: ActOutcome },
  openHome: { input: z.object({ tab: z.enum(['home', 'messages']).default('home') }), output: Nothing },
  home: { input: Nothing, output: SeenView.nullable() },
  modals: { input: Nothing, output: z.array(SeenView) },
  ephemerals: { input: z.object({ channel: z.string().optional() }), output: z.array(SeenMessage) },
  messages: { input: z.object({ channel: z.string() }), output: z.array(SeenMessage) },
  thread: { input: Place, output: z.array(SeenMessage) },
  workspace: {
    input: Nothing,
    output: z.object({
      team: z.string(),
      bot: SeenPerson,
      people: z.array(SeenPerson),
      channels: z.array(SeenChannel),
    }),
  },
} as const;

export type Verb = keyof typeof VERBS;
export type Input<Name extends Verb> = z.input<(typeof VERBS)[Name]['input']>;
export type Given<Name extends Verb> = z.output<(typeof VERBS)[Name]['input']>;
export type Output<Name extends Verb> = z.output<(typeof VERBS)[Name]['output']>;
