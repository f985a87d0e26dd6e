import { posix } from 'node:path';
import { toolLimits } from '../../bounds.ts';
import { WORKSPACE } from '../../sandbox/arguments.ts';
import type { Limits, Sandbox } from '../../sandbox/sandbox.ts';
import { createFiles, type Files } from '../hands/files.ts';
import { openResident } from '../hands/resident.ts';
import { openShell, type Shell } from '../hands/shell.ts';
import { toolProblem } from './tool.ts';

/** The agent's hands: everything it does to a file or with a program happens in the sandbox. */
export interface Workbench {
  readonly files: Files;
  readonly shell: Shell;
}

/** Ends with the sandbox. */
export function openWorkbench(sandbox: Sandbox, limits: Limits, logs: string): Workbench {
  return {
    files: createFiles(openResident(sandbox, toolLimits(limits))),
    shell: openShell(sandbox, limits, logs),
  };
}

/** A path of the agent's, relative to the workspace and never mistaken for an option. */
export function placeOf(path: string): string {
  const place = posix.normalize(path.replace(ROOT, './'));
  if (!posix.isAbsolute(place) && place !== '..' && !place.startsWith('../')) return `./${place}`;
  throw toolProblem(`“${path}” is outside the workspace.`, 'Give a path inside the repository.');
}

/** Where the workspace is for the agent, at the beginning of a path. */
const ROOT = new RegExp(`^${WORKSPACE}(?:/|$)`);
