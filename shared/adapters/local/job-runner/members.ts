import { allProcesses, hasVariable, type Leader, type Process, processOf } from './processes.ts';

/** Whether anything of an execution still lives. */
export function isRunning(execution: string, leader: Leader | undefined): boolean {
  return (leader !== undefined && isAlive(leader)) || membersOf(execution, leader).length > 0;
}

/**
 * Every living process of an execution: of its leader's group or session, or carrying its name. The name alone finds
 * one whose bot died before it could note down the leader.
 */
export function membersOf(execution: string, leader: Leader | undefined): readonly Process[] {
  const led = leader && stillOurs(leader) ? leader.pid : undefined;
  return allProcesses().filter(
    (process) =>
      !process.ended &&
      (process.group === led || process.session === led || hasVariable(process.pid, 'BELLHOP_EXECUTION', execution)),
  );
}

function isAlive(leader: Leader): boolean {
  const process = processOf(leader.pid);
  return process !== undefined && !process.ended && process.startedAt === leader.startedAt;
}

/** A number is not given out again while a group or session still bears it; once it names somebody else, ours is over. */
function stillOurs(leader: Leader): boolean {
  const process = processOf(leader.pid);
  return process === undefined || process.startedAt === leader.startedAt;
}
