import { contract, type Options } from './contract.ts';
import { promisesAnswers } from './models/answering.ts';
import { promisesFailures } from './models/failing.ts';
import { openStage, type Subject } from './models/stage.ts';

/** What the agent's loop relies on, whoever is asked. The scripted model has tests of its own. */
export function keepsTheContract(subject: Subject, options: Options = {}): void {
  contract(
    { port: 'Model', adapter: subject.adapter },
    () => openStage(subject),
    options,
    (promise) => {
      promisesAnswers(promise, subject);
      promisesFailures(promise);
    },
  );
}
