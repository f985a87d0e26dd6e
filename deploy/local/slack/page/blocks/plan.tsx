import type { PlanBlock, TaskCardBlock } from '@slack/types';
import { Icon } from '../style/icon.tsx';
import { SafeLink } from './safe-link.tsx';
import { Still } from './still.tsx';

/** A plan and its steps. Ours, because the library shows the state of a step by a colour alone. */
export function Plan({ block }: { block: PlanBlock | TaskCardBlock }) {
  if (block.type === 'task_card')
    return (
      <ol className="plan__steps">
        <Step step={block} />
      </ol>
    );
  return (
    <section className="plan">
      <p className="plan__title">{block.title}</p>
      <ol className="plan__steps">
        {stepsOf(block).map((step) => (
          <Step key={step.task_id} step={step} />
        ))}
      </ol>
    </section>
  );
}

/** Slack's types allow anything in a plan; the server lets only task cards through. */
const stepsOf = ({ tasks = [] }: PlanBlock): readonly TaskCardBlock[] => tasks as readonly TaskCardBlock[];

type State = TaskCardBlock['status'];

const STATES: Readonly<Record<State, string>> = {
  pending: 'to do',
  in_progress: 'under way',
  complete: 'done',
  error: 'failed',
};

function Step({ step }: { step: TaskCardBlock }) {
  const { title, details, output, sources, status } = step;
  return (
    <li className={`step step--${status}`}>
      <span className="step__mark">
        {status === 'complete' && <Icon name="check" />}
        {status === 'error' && <Icon name="close" />}
        <span className="aloud">{STATES[status]}: </span>
      </span>
      <div className="step__words">
        <span className="step__title">{title}</span>
        {details && <Still blocks={[details]} />}
        {output && <Still blocks={[output]} />}
        {sources?.map(({ url, text }) => (
          <SafeLink key={url} href={url}>
            {text}
          </SafeLink>
        ))}
      </div>
    </li>
  );
}
