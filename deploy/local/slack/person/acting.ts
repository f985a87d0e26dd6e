import type { Deliveries } from '../socket-mode/deliveries.ts';
import type { PersonProfile } from '../workspace/people.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Given, Output, Verb } from './protocol.ts';

/** What every verb works with: who acts, the workspace, and the way to the app. */
export interface Acting {
  readonly me: PersonProfile;
  readonly workspace: Workspace;
  readonly app: Pick<Deliveries, 'interaction' | 'event'>;
  readonly url: string;
}

/** What the verbs of one family do. Outputs are checked and trimmed to the protocol by whoever calls them. */
export type Acts<Names extends Verb> = {
  readonly [Name in Names]: (given: Given<Name>) => Loose<Output<Name>> | Promise<Loose<Output<Name>>>;
};

/** An output before the protocol's schema took away what people do not see. */
type Loose<Value> = Value extends readonly (infer Item)[]
  ? readonly Loose<Item>[]
  : Value extends object
    ? object
    : Value;
