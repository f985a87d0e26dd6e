export type Block = Readonly<Record<string, unknown>> & { readonly type: string };

export interface Reaction {
  readonly name: string;
  readonly users: readonly string[];
  readonly count: number;
}

/** A message in Slack's own field names, as the Web API and events show it. */
export interface Message {
  readonly type: 'message';
  readonly ts: string;
  readonly user: string;
  readonly text: string;
  readonly team: string;
  readonly blocks?: readonly Block[];
  readonly attachments?: readonly unknown[];
  readonly thread_ts?: string;
  readonly parent_user_id?: string;
  readonly subtype?: string;
  readonly hidden?: boolean;
  readonly metadata?: unknown;
  readonly edited?: { readonly user: string; readonly ts: string };
  readonly reactions?: readonly Reaction[];
  readonly files?: readonly unknown[];
  readonly bot_id?: string;
  readonly app_id?: string;
  readonly bot_profile?: unknown;
  readonly client_msg_id?: string;
  readonly is_ephemeral?: boolean;
}

/** What a message is made of before it has its place in the channel. */
export type Draft = Omit<Message, 'type' | 'ts' | 'team'>;

/** The message with new words. What the new content leaves out (blocks, attachments, the mark of an edit) is gone. */
export function withContent(message: Message, content: Partial<Draft>): Message {
  const { blocks: _blocks, attachments: _attachments, edited: _edited, ...rest } = message;
  return { ...rest, ...content };
}

/** The root a message answers to, if it is a reply. */
export function replyTo(message: Pick<Message, 'ts' | 'thread_ts'>): string | undefined {
  return message.thread_ts === message.ts ? undefined : message.thread_ts;
}

/** What Slack leaves where the root of a thread was deleted, so that the replies keep their place. */
export function tombstone({ ts, team }: Message): Message {
  return {
    type: 'message',
    subtype: 'tombstone',
    user: 'USLACKBOT',
    text: 'This message was deleted.',
    hidden: true,
    ts,
    team,
  };
}
