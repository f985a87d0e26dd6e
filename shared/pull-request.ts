import type { Moment } from './task/task.ts';

export interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly draft: boolean;
}

export interface PullRequestDraft {
  readonly repository: string;
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
  readonly draft: boolean;
}

/** What a pull request is marked with, and who is asked to look at it. */
export interface Presentation {
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  /** Logins, and teams as `organisation/team`. */
  readonly reviewers: readonly string[];
}

/** A part of a presentation that could not be had, and why. */
export interface NotPresented {
  readonly what: 'label' | 'assignee' | 'reviewer';
  readonly name: string;
  readonly why: string;
}

/** Something a person wrote about a pull request, perhaps at a line of it. Untrusted text. */
export interface Remark {
  readonly by: string;
  readonly at: Moment;
  readonly words: string;
  readonly path?: string;
  readonly line?: number;
  readonly verdict?: 'approved' | 'changes requested';
}

/** What became of a pull request, and the last commit of its branch that it knows. */
export interface Standing {
  readonly state: 'open' | 'closed' | 'merged';
  readonly head: string;
}

/** How one commit has gone on from another. */
export interface Progress {
  /** Commits that the second has and the first has not, and the other way round. */
  readonly ahead: number;
  readonly behind: number;
  /** Where the two parted. */
  readonly forkedAt: string;
  /** Who made the commits ahead, by name, each once; a few of many. Untrusted text. */
  readonly authors: readonly string[];
}

/** What is said of one commit, beside its pull request. */
export interface CheckReport {
  readonly repository: string;
  readonly commit: string;
  /** Of whom it is told: told again, it is brought up to date. */
  readonly id: string;
  readonly conclusion: 'success' | 'neutral';
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  readonly detailsUrl?: string;
}
