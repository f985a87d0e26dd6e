import * as z from 'zod';
import type { CheckReport } from '#shared/pull-request.ts';
import type { Access } from './access.ts';
import { inTurn } from './in-turn.ts';
import { fittingBody, fittingTitle } from './pull-request-text.ts';

const RUNS = '/repos/{owner}/{repo}/check-runs';
const NAME = 'Bellhop';
const LONGEST_SUMMARY = 65_000;

const RunsAnswer = z.object({
  check_runs: z.array(z.object({ id: z.number().int().positive(), external_id: z.string().nullable() })),
});

/** Check runs of ours: one for each report and commit, however often it is told. */
export function openCheckRuns(access: Access) {
  const oneAfterTheOther = inTurn();

  async function find({ repository, commit, id }: CheckReport): Promise<number | undefined> {
    const { data } = await access.on(repository, (client, place) =>
      client.request('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
        ...{ ...place, ref: commit, check_name: NAME, filter: 'all', per_page: 100 },
      }),
    );
    return RunsAnswer.parse(data).check_runs.find(({ external_id }) => external_id === id)?.id;
  }

  async function tell(report: CheckReport): Promise<void> {
    const { repository, commit, id, conclusion, detailsUrl } = report;
    const found = await find(report);
    const said = {
      ...{ external_id: id, status: 'completed' as const, conclusion },
      ...(detailsUrl !== undefined && { details_url: detailsUrl }),
      output: { title: fittingTitle(report.title), summary: fittingBody(report.summary).slice(0, LONGEST_SUMMARY) },
    };
    await access.on(repository, async (client, place) => {
      if (found === undefined)
        await client.request(`POST ${RUNS}`, { ...place, name: NAME, head_sha: commit, ...said });
      else await client.request(`PATCH ${RUNS}/{check_run_id}`, { ...place, check_run_id: found, ...said });
    });
  }

  return (report: CheckReport): Promise<void> =>
    oneAfterTheOther(`${report.repository} ${report.commit} ${report.id}`, () => tell(report));
}
