import type { RepoHost } from '#shared/ports.ts';
import type { CheckReport } from '#shared/pull-request.ts';
import { TaskError } from '#shared/task/failure.ts';
import type { Task, TaskIn } from '#shared/task/task.ts';
import { clip } from '#shared/text/clip.ts';
import type { Redact } from '#shared/text/redact.ts';
import type { Recorder } from '../events/record.ts';
import { checkReportsOf } from './check-reports.ts';
import { movedNotice, withNotice } from './evidence-moved.ts';

interface Needs {
  readonly host: Pick<RepoHost, 'reportCheck' | 'amendPullRequest'>;
  readonly recorder: Recorder;
  readonly redact: Redact;
  /** Where a stored artifact can be had. */
  readonly linkTo: (artifact: string) => string;
}

/** Shows the evidence of a pull request as a check run, and says there when the branch went on. Asking twice tells once. */
export function createTellGitHub({ host, recorder, redact, linkTo }: Needs): (task: Task) => Promise<void> {
  async function tell(task: TaskIn<'succeeded'>): Promise<void> {
    const { id, request, pullRequest, movedTo, told } = task;
    if (movedTo !== told?.movedTo) {
      const notice = movedNotice(task);
      await host.amendPullRequest(request.repository, pullRequest.number, (body) => withNotice(body, notice));
    }
    const reports = checkReportsOf(task, (attempt, file) => linkTo(`${id}/${attempt}/${file}`));
    for (const each of reports) await host.reportCheck(hidden(each, redact));
  }

  return async (task) => {
    if (task.status !== 'succeeded') return;
    const { movedTo } = task;
    const refused = await refusalOf(tell(task));
    await recorder.record(task.id, (now) =>
      now.attempt === task.attempt && now.status === 'succeeded'
        ? [
            {
              type: 'evidence.told',
              ...(movedTo !== undefined && { movedTo }),
              ...(refused !== undefined && { refused }),
            },
          ]
        : [],
    );
  };
}

/** What will not pass by itself is told in the thread, and not tried for ever. */
async function refusalOf(telling: Promise<void>): Promise<string | undefined> {
  try {
    await telling;
    return undefined;
  } catch (error) {
    if (!(error instanceof TaskError) || error.whose === 'transient') throw error;
    return clip(`${error.message} ${error.remedy}`, 500);
  }
}

const hidden = (report: CheckReport, redact: Redact): CheckReport => ({
  ...report,
  title: redact(report.title),
  summary: redact(report.summary),
});
