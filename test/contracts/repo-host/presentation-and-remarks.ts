import { expect, test } from 'vitest';
import { FIX, type Place } from './place.ts';

/** What a pull request is marked with, what people said about it, and what became of it and of its branch. */
export function presentationAndRemarks(open: () => Promise<Place>): void {
  test(`a pull request gets its labels, its assignee and its reviewers, however often it is asked for`, async () => {
    const { host, openPullRequests } = await open();
    const { number } = await host.openPullRequest(FIX);
    const wanted = { labels: ['agent', 'needs 👀'], assignees: ['ana'], reviewers: ['ben', 'acme/reviewers'] };
    expect(await host.present('acme/shop', number, wanted)).toEqual([]);
    expect(await host.present('acme/shop', number, wanted)).toEqual([]);
    expect(await host.present('acme/shop', number, { labels: [], assignees: [], reviewers: [] })).toEqual([]);
    expect(openPullRequests()).toMatchObject([{ ...wanted, reviewers: ['ben', 'reviewers'] }]);
  });

  test(`who cannot be asked is given back with the reason, and the others are asked all the same`, async () => {
    const { host, openPullRequests } = await open();
    const { number } = await host.openPullRequest(FIX);
    const wanted = { labels: ['agent', 'x'.repeat(60)], assignees: ['nobody', 'ana'], reviewers: ['nobody', 'ben'] };
    expect(await host.present('acme/shop', number, wanted)).toEqual([
      { what: 'label', name: 'x'.repeat(60), why: expect.stringMatching(/./) },
      { what: 'assignee', name: 'nobody', why: expect.stringMatching(/./) },
      { what: 'reviewer', name: 'nobody', why: expect.stringMatching(/collaborator/) },
    ]);
    expect(openPullRequests()).toMatchObject([{ labels: ['agent'], assignees: ['ana'], reviewers: ['ben'] }]);
  });

  test(`what became of a pull request is known`, async () => {
    const { host, merge, close } = await open();
    const first = await host.openPullRequest(FIX);
    const head = await host.head('acme/shop', FIX.branch);
    expect(await host.standing('acme/shop', first.number)).toEqual({ state: 'open', head });
    await close(first.number);
    expect(await host.standing('acme/shop', first.number)).toEqual({ state: 'closed', head });
    const second = await host.openPullRequest(FIX);
    await merge(second.number);
    expect(await host.standing('acme/shop', second.number)).toEqual({ state: 'merged', head });
    expect(await host.standing('acme/shop', 999)).toBeUndefined();
  });

  test(`what people wrote comes with who, when and where, the newest of it, oldest first`, async () => {
    const { host, comment, pass } = await open();
    const { number } = await host.openPullRequest(FIX);
    expect(await host.remarks('acme/shop', number, 10)).toEqual([]);
    comment(number, 'ben', { text: 'Not *this*\u202e' });
    pass(1_000);
    comment(number, 'ana', { text: 'Rename it', place: { path: 'src/a b.ts', line: 7 } });
    pass(1_000);
    comment(number, 'ana', { text: 'Nearly', verdict: 'objected' });
    pass(1_000);
    comment(number, 'ben', { text: '', verdict: 'approved' });
    pass(1_000);
    comment(number, 'ben', { text: 'x'.repeat(60_000), place: { path: 'long.txt' } });
    const remarks = await host.remarks('acme/shop', number, 10);
    expect(remarks).toMatchObject([
      { by: 'ben', words: 'Not *this*' },
      { by: 'ana', words: 'Rename it', path: 'src/a b.ts', line: 7 },
      { by: 'ana', words: 'Nearly', verdict: 'changes requested' },
      { by: 'ben', words: '', verdict: 'approved' },
      { by: 'ben', path: 'long.txt', words: expect.stringMatching(/^x{3999}…$/) },
    ]);
    expect(await host.remarks('acme/shop', number, 2)).toEqual(remarks.slice(-2));
  });

  test(`how one commit has gone on from another is known, and that two share no history`, async () => {
    const { host } = await open();
    const head = async (branch: string) => (await host.head('acme/shop', branch)) ?? '';
    const [main, fix, alone] = [await head('main'), await head('agent/fix'), await head('alone')];
    const ahead = { ahead: 1, behind: 0, forkedAt: main, authors: ['Ann'] };
    expect(await host.progress('acme/shop', main, fix)).toEqual(ahead);
    expect(await host.progress('acme/shop', fix, main)).toEqual({ ...ahead, ahead: 0, behind: 1, authors: [] });
    expect(await host.progress('acme/shop', main, alone)).toBeUndefined();
  });
}
