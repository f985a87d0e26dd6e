import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Moment, type TaskId, taskId } from '#shared/task/task.ts';

/** Who a worker is, once its session secret was checked. */
export interface Session {
  readonly task: TaskId;
  readonly attempt: number;
  readonly execution: string;
  readonly nonce: string;
}

/** What a capability is good for. */
export interface Claimed {
  readonly task: TaskId;
  readonly attempt: number;
}

/** Narrow, short rights, all derived from the bot's one key, so that none of them has to be stored. */
export interface Rights {
  /** Good for one claim of one attempt, until a moment. */
  capability(task: TaskId, attempt: number, until: Moment): string;
  readCapability(text: string, now: Moment): Claimed | undefined;
  /** The same session gives the same secret, so that a claim whose answer was lost can be asked again. */
  session(session: Session): string;
  readSession(text: string): Session | undefined;
  /** Key of the MAC on an attempt's events, in hex. */
  eventKey(task: string, attempt: number): string;
  /** Key of the link to one artifact. */
  linkKey(artifact: string): string;
  /** Good for storing one artifact over one version of it, until a moment. */
  place(artifact: string, version: string, until: Moment): string;
  /** The version, when the place is one of this artifact. */
  readPlace(text: string, artifact: string, now: Moment): string | undefined;
}

export function createRights(key: Buffer): Rights {
  const mac = (purpose: string, text: string): string =>
    createHmac('sha256', key).update(`${purpose}\0${text}`).digest('hex');
  const seal = (purpose: string, fields: readonly (string | number)[]): string => {
    const body = Buffer.from(JSON.stringify(fields)).toString('base64url');
    return `${body}.${mac(purpose, body)}`;
  };
  const open = (purpose: string, text: string): readonly unknown[] | undefined => {
    const [body = '', given = '', ...more] = text.split('.');
    return same(mac(purpose, body), given) && more.length === 0
      ? JSON.parse(Buffer.from(body, 'base64url').toString())
      : undefined;
  };

  return {
    capability: (task, attempt, until) => seal('capability', [task, attempt, until]),
    readCapability: (text, now) => {
      const [task, attempt, until] = open('capability', text) ?? [];
      return typeof until === 'number' && now <= until
        ? { task: taskId(String(task)), attempt: Number(attempt) }
        : undefined;
    },
    session: ({ task, attempt, execution, nonce }) => seal('session', [task, attempt, execution, nonce]),
    readSession: (text) => {
      const fields = open('session', text);
      if (!fields) return undefined;
      const [task, attempt, execution, nonce] = fields;
      return {
        task: taskId(String(task)),
        attempt: Number(attempt),
        execution: String(execution),
        nonce: String(nonce),
      };
    },
    eventKey: (task, attempt) => mac('events', `${task}/${attempt}`),
    linkKey: (artifact) => mac('link', artifact).slice(0, 32),
    place: (artifact, version, until) => seal('place', [artifact, version, until]),
    readPlace: (text, artifact, now) => {
      const [name, version, until] = open('place', text) ?? [];
      return name === artifact && typeof until === 'number' && now <= until ? String(version) : undefined;
    },
  };
}

/** Compares without telling by the time it takes where the difference is. */
export function same(expected: string, given: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}
