import { contract, type Options } from './contract.ts';
import { leasesAndSlots } from './task-store/leases-and-slots.ts';
import { notesAndMessages } from './task-store/notes-and-messages.ts';
import type { OpenedStore } from './task-store/opened.ts';
import { questions } from './task-store/questions.ts';
import { recordsAndLog } from './task-store/records-and-log.ts';
import { severalProcesses } from './task-store/several-processes.ts';
import { watching } from './task-store/watching.ts';

/** What every TaskStore promises. */
export function keepsTheContract(adapter: string, open: () => Promise<OpenedStore>, options: Options = {}): void {
  contract({ port: 'TaskStore', adapter }, open, options, (promise) => {
    recordsAndLog(promise);
    watching(promise);
    questions(promise);
    leasesAndSlots(promise);
    notesAndMessages(promise);
    severalProcesses(promise);
  });
}
