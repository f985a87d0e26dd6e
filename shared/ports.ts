import type {
  CheckReport,
  NotPresented,
  Presentation,
  Progress,
  PullRequest,
  PullRequestDraft,
  Remark,
  Standing,
} from './pull-request.ts';
import type { BotEvent, WorkerEvent } from './task/events.ts';
import type { MemoryRecord } from './task/memory.ts';
import type { Moment, Person, Task, TaskId } from './task/task.ts';

/** A record and the version it was read at. */
export interface Stored {
  readonly task: Task;
  readonly version: number;
  /** Whether early worker events of the attempt wait for a gap to close. */
  readonly holding: boolean;
}

/** One entry of a task's log, numbered from 0. `hash` covers the entry and the hash before it, so that a changed log shows. */
export interface LogEntry {
  readonly index: number;
  readonly event: BotEvent | WorkerEvent;
  readonly hash: string;
}

/** A run of events as one commit: all of it becomes true, or none. */
export interface Commit {
  readonly from: Stored;
  readonly task: Task;
  /** Appended to the log, in order. */
  readonly entries: readonly (BotEvent | WorkerEvent)[];
  /** Early worker events, kept until the gap before them closes. Held ones at or below `task.folded` are dropped. */
  readonly hold: readonly WorkerEvent[];
}

/** What a person said to a running attempt. Numbered from 1 within the attempt. */
export interface Note {
  readonly number: number;
  readonly by: Person;
  readonly at: Moment;
  readonly words: string;
}

/** What was last shown in one message. No `ts`: the intent to post is stored, and nobody knows yet whether it happened. */
export interface Shown {
  readonly channel: string;
  readonly ts?: string;
  /** Hash of the last content that surely arrived; absent when that is not sure. */
  readonly hash?: string;
  /** Why the other side will take no more of this message: it or its place is gone, or closed to us. */
  readonly refused?: string;
  readonly at: Moment;
}

/** The one durable truth. Adapters keep every promise of a method also across a crash in the middle of it. */
export interface TaskStore {
  // Records and their log
  /** Creates the record once; false when a task of this id is there already. */
  create(task: Task): Promise<boolean>;
  read(id: TaskId): Promise<Stored | undefined>;
  /** The record as it is then; undefined, and nothing changed, when it is no longer at the version it was read at. */
  commit(commit: Commit): Promise<Stored | undefined>;
  held(id: TaskId, attempt: number): Promise<readonly WorkerEvent[]>;
  log(id: TaskId): Promise<readonly LogEntry[]>;
  /** Calls back after each creation or commit of any task, in this process or another, until the returned function is called. Calls may be merged. */
  watch(changed: (task: Task) => void): () => void;

  // Questions about many tasks
  /** Tasks somebody asked for: those not ended first, then the newest. */
  askedBy(person: string, limit: number): Promise<readonly Task[]>;
  /** Every task that has not ended, or whose thread is not settled, oldest first. */
  unsettled(): Promise<readonly Task[]>;
  /** Nothing is left to do or show for the task, unless its record has moved past `version`. */
  settle(id: TaskId, version: number): Promise<void>;
  /** The task whose card, shown under the key `card`, is this message. */
  ofThread(channel: string, ts: string): Promise<Task | undefined>;
  /** US dollars spent by a person's attempts that were born since a moment. */
  spent(person: string, since: Moment): Promise<number>;

  // Rights
  /** Takes or renews a lease until `until`; false while somebody else holds it. */
  lease(name: string, holder: string, now: Moment, until: Moment): Promise<boolean>;
  /** Who holds a lease, expired or not. */
  holderOf(name: string): Promise<{ readonly holder: string; readonly until: Moment } | undefined>;
  release(name: string, holder: string): Promise<void>;
  /**
   * Takes one slot of every pool for a task, or none at all. A task that has its slots keeps them: true. A pool that was
   * made smaller gives none until those beyond its size are back.
   */
  takeSlots(id: TaskId, pools: readonly { readonly pool: string; readonly size: number }[]): Promise<boolean>;
  /** Gives back what the task holds; true when it held something. */
  giveSlots(id: TaskId): Promise<boolean>;

  // Notes
  /** Stores a note once per key (Slack's event id) and gives its number. */
  addNote(id: TaskId, attempt: number, key: string, note: Omit<Note, 'number'>): Promise<number>;
  notes(id: TaskId, attempt: number, after: number): Promise<readonly Note[]>;

  // What was shown
  /** By message key. A subject is a task's id, or `home:<person>`. */
  shown(subject: string): Promise<ReadonlyMap<string, Shown>>;
  show(subject: string, key: string, shown: Shown): Promise<void>;
}

/** Work for the dispatcher. Delivered at least once; a rejected delivery comes again after a growing pause. */
export interface TaskQueue {
  enqueue(work: { readonly task: TaskId; readonly attempt: number }): Promise<void>;
  /** Hands out work until the returned function is called, which waits for deliveries under way. */
  serve(handle: (work: { readonly task: TaskId; readonly attempt: number }) => Promise<void>): () => Promise<void>;
}

/** Where worker executions run. Names of executions are the runner's own. */
export interface JobRunner {
  /** Starts an execution and gives its name. One that was started survives the process that started it. */
  start(job: { readonly task: TaskId; readonly attempt: number; readonly capability: string }): Promise<string>;
  /** The executions of an attempt that are not gone, also those whose start nobody heard of or could note down. */
  find(attempt: { readonly task: TaskId; readonly attempt: number }): Promise<readonly string[]>;
  /** Ends an execution and all it started. Returns once it is gone; one that is gone already is no error. */
  stop(execution: string): Promise<void>;
  state(execution: string): Promise<'running' | 'gone'>;
  /** What isolation an execution would have here, and why none when there is none. */
  isolation(): Promise<{ readonly sandbox: 'bubblewrap' } | { readonly sandbox: 'none'; readonly why: string }>;
}

/** Worker to bot. Ordered per attempt, at least once; the reader must bear repeats, and checks every word. */
export interface TaskEventsReader {
  /** Hands over raw text as it was published; a rejected batch comes again. Stops with the returned function. */
  subscribe(handle: {
    readonly events: (batch: readonly string[]) => Promise<void>;
    readonly telemetry: (raw: string) => void;
  }): () => Promise<void>;
  /** The attempt is over: what it published need not be kept or read again. */
  retire(task: TaskId, attempt: number): Promise<void>;
}

/** The worker's end of it: the one thing a worker can say. */
export interface TaskEventsWriter {
  /** One line of text. Resolves when the event is durable. */
  publish(raw: string): Promise<void>;
  /** Latest only; may be lost. */
  tell(raw: string): Promise<void>;
  close(): Promise<void>;
}

/** Where one file may be sent: one PUT with these headers, soon. Whoever has it has no other right. */
export interface Place {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Stored files of attempts. Names are `<task>/<attempt>/<file>`, checked by the adapter. */
export interface Artifacts {
  /**
   * A place for a file of this name, good for minutes and for one PUT of at most `ARTIFACT_BYTES`. It takes the place of
   * the file that is there now and of no later one: once any file was stored under the name, the answer is 412.
   */
  place(name: string): Promise<Place>;
  /** Whether there is one, without reading it. */
  has(name: string): Promise<boolean>;
  /** The file, or where the store itself serves it for some minutes; undefined when there is none of this name. */
  view(name: string): Promise<Uint8Array | URL | undefined>;
}

/** What earlier tasks found out about each repository: bounded, expiring, and taken out by people. */
export interface Memory {
  /** What still holds, newest first. */
  of(repository: string, now: Moment): Promise<readonly MemoryRecord[]>;
  /**
   * Adds what an attempt found. The same again changes nothing; found again by a later attempt it is counted and holds
   * for longer. What was forgotten after that attempt began stays forgotten.
   */
  keep(repository: string, records: readonly MemoryRecord[], now: Moment): Promise<void>;
  /** Takes out the record of an id, or `all` of them, and gives what is gone. */
  forget(repository: string, what: string, now: Moment): Promise<readonly MemoryRecord[]>;
}

/** Rate buckets that all instances share. What is lost here costs time, never correctness. */
export interface Pace {
  /** Takes one token; 0, or the milliseconds to wait before asking again. `reserve`: tokens this caller may not touch. */
  take(bucket: string, rate: { readonly perMinute: number; readonly burst: number }, reserve: number): Promise<number>;
  /** Nobody takes from the bucket for so long: the other side said so. */
  pause(bucket: string, forMs: number): Promise<void>;
}

export interface Repository {
  readonly name: string;
  readonly defaultBranch: string;
  /** https address without credentials. */
  readonly cloneUrl: string;
}

export interface RepoToken {
  readonly token: string;
  readonly expiresAt: string;
}

/** The end of an open pull request that people may push to. */
export interface OpenBranch {
  readonly branch: string;
  readonly head: string;
}

/**
 * The place repositories live: GitHub, github.com or the playground's own. Names are `owner/name`.
 * Rejects with a TaskError whose words name the repository and whose remedy says what to change.
 */
export interface RepoHost {
  /** `repository_unreachable` when the App is not installed there or it does not exist; `repository_archived`. */
  repository(name: string): Promise<Repository>;
  /** The commit a branch points to; undefined when there is no such branch, or the repository is empty. */
  head(repository: string, branch: string): Promise<string | undefined>;
  /** A text file at a ref, at most 256 KiB; undefined when it is not there. */
  file(repository: string, path: string, ref: string): Promise<string | undefined>;
  /** The newest merged pull requests, newest first. */
  recentPullRequests(
    repository: string,
    limit: number,
  ): Promise<readonly { number: number; title: string; body: string }[]>;
  /** A token for this one repository and at most one hour: contents read, or contents write. */
  token(repository: string, right: 'read' | 'push'): Promise<RepoToken>;
  /** Ends a token early. A token that is already gone is no error. */
  revoke(token: string): Promise<void>;
  /** Opens the pull request of a branch, or brings the open one up to date: never a second for one branch. */
  openPullRequest(draft: PullRequestDraft): Promise<PullRequest>;
  /** The branches of the repository's own open pull requests, newest first, at most a hundred. */
  openBranches(repository: string): Promise<readonly OpenBranch[]>;
  /** Changes the text of a pull request, open or not; `amend` gets what people see now. What stays the same is not written. */
  amendPullRequest(repository: string, number: number, amend: (body: string) => string): Promise<void>;
  /** Shows a check run on a commit; `github_permission_missing` where the App may not. */
  reportCheck(report: CheckReport): Promise<void>;
  /** Adds labels, which are made where they are missing, assigns, and asks for reviews. What cannot be had is given back. */
  present(repository: string, number: number, presentation: Presentation): Promise<readonly NotPresented[]>;
  /** What became of a pull request; undefined when there is none of this number. */
  standing(repository: string, number: number): Promise<Standing | undefined>;
  /** The newest of what people wrote about a pull request, oldest first. */
  remarks(repository: string, number: number, limit: number): Promise<readonly Remark[]>;
  /** How `head` has gone on from `base`, both commits; undefined when they share no history. */
  progress(repository: string, base: string, head: string): Promise<Progress | undefined>;
}
