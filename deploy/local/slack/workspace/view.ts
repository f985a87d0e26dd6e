import type { Block } from './message.ts';

interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji?: boolean;
}

/** What one input of a view (or of a message) holds, in Slack's shape; the element's type says which field is set. */
export type StateValue = Readonly<Record<string, unknown>> & { readonly type: string };
export type StateValues = Readonly<Record<string, Readonly<Record<string, StateValue>>>>;

/** A view as the app sends it, after validation. */
export interface ViewDraft {
  readonly type: 'modal' | 'home';
  readonly blocks: readonly Block[];
  readonly title?: PlainText;
  readonly submit?: PlainText;
  readonly close?: PlainText;
  readonly private_metadata?: string;
  readonly callback_id?: string;
  readonly external_id?: string;
  readonly clear_on_close?: boolean;
  readonly notify_on_close?: boolean;
}

/** A view as Slack keeps it and shows it to the app. */
export interface View {
  readonly id: string;
  readonly team_id: string;
  readonly app_id: string;
  readonly bot_id: string;
  readonly app_installed_team_id: string;
  readonly type: 'modal' | 'home';
  readonly blocks: readonly Block[];
  readonly title: PlainText | null;
  readonly submit: PlainText | null;
  readonly close: PlainText | null;
  readonly private_metadata: string;
  readonly callback_id: string;
  readonly external_id: string;
  readonly clear_on_close: boolean;
  readonly notify_on_close: boolean;
  readonly state: { readonly values: StateValues };
  readonly hash: string;
  readonly root_view_id: string;
  readonly previous_view_id: string | null;
}
