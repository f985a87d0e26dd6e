import fc from 'fast-check';
import { expect, test } from 'vitest';
import { draw } from '#bot/thread/draw.ts';
import { checkReport } from '#bot/views/admission.ts';
import { home } from '#bot/views/home.ts';
import { forgotten, mayNotSeeMemory, memoryCounts, memoryOf, noSuchRepository } from '#bot/views/memory.ts';
import type { Message } from '#bot/views/message.ts';
import * as messages from '#bot/views/messages.ts';
import { list, status } from '#bot/views/task-messages.ts';
import { checkMessageBlocks } from '#deploy/local/slack/validate/message-blocks.ts';
import { checkView } from '#deploy/local/slack/validate/view.ts';
import type { Task } from '#shared/task/task.ts';
import { plain } from '#shared/text/escape.ts';
import { aCheck, aFlakyTest, aLesson, foundAt } from '../../shared/task/findings.ts';
import { ANA, born, CROWDED_STAGES, PASSED, STAGES } from '../tasks.ts';
import { endless, hostileText, poisoned } from './hostile.ts';
import { objectsIn, textsIn } from './shown.ts';

const anyStage = fc.constantFrom(...Object.values<Task>(STAGES), ...CROWDED_STAGES);
const MENTION = /^<@U0ANA> /;

/** What must hold of whatever is sent, whoever wrote the words in it. */
function isHarmless({ text, blocks }: Message): void {
  expect(text.length).toBeGreaterThan(0);
  expect(text.length).toBeLessThanOrEqual(3_000);
  expect(text.replace(MENTION, '')).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
  expect(checkMessageBlocks(blocks)).toMatchObject({ ok: true });
  expect(textsIn(blocks).reduce((sum, shown) => sum + shown.length, 0)).toBeLessThanOrEqual(9_000);
  for (const shown of [text, ...textsIn(blocks)]) expect(plain(shown)).toBe(shown);
  const types = objectsIn(blocks).map(({ type }) => type);
  expect(types.filter((type) => type === 'mrkdwn' || type === 'markdown' || type === 'broadcast')).toEqual([]);
  expect(objectsIn(blocks).flatMap(({ user_id }) => user_id ?? [])).toEqual(MENTION.test(text) ? ['U0ANA'] : []);
}

function everyMessage(stage: Task, text: string, plan: boolean): readonly Message[] {
  const task = poisoned(stage, text);
  const telemetry = { task: task.id, attempt: task.attempt, at: task.changedAt, doing: text, tail: text };
  return draw(task, { now: task.changedAt, telemetry, place: 3, logUrl: text, caps: { plan } });
}

test('every message fits into what Slack takes, however much of everything there is', () => {
  for (const stage of CROWDED_STAGES) {
    for (const text of endless) for (const message of everyMessage(stage, text, true)) isHarmless(message);
  }
});

test('every message of every thread is harmless and fits, whatever anybody wrote', () => {
  fc.assert(
    fc.property(anyStage, hostileText, fc.boolean(), (stage, text, plan) => {
      for (const message of everyMessage(stage, text, plan)) isHarmless(message);
    }),
  );
});

test('everything that is told to one person is harmless and fits, whatever anybody wrote', () => {
  fc.assert(
    fc.property(anyStage, hostileText, (stage, text) => {
      const task = poisoned(stage, text);
      const listed = Array.from({ length: 40 }, () => ({ task, permalink: text }));
      const names = Array(60).fill(text);
      const told = [
        messages.accepted(task),
        messages.help(names),
        messages.unknownCommand(text),
        messages.unknownTask(text),
        messages.mayNotControl('retry', { id: text, name: text }),
        messages.nothingToCancel(task),
        messages.problem({ code: 'x', words: text, whose: 'yours', remedy: text }),
        checkReport(PASSED.map((check) => ({ ...check, words: text, refusal: { whose: 'yours', remedy: text } }))),
        list(listed, task.changedAt),
        status({ task, permalink: text }),
      ];
      for (const message of told) isHarmless(message);
    }),
  );
});

test('whatever is remembered is told harmlessly, and fits', () => {
  fc.assert(
    fc.property(hostileText, fc.integer({ min: 0, max: 60 }), (text, amount) => {
      const records = Array.from({ length: amount }, (_, index) => [
        aLesson(`${text} ${index}`, { ...foundAt(index), askedBy: text }),
        aFlakyTest(`${text} ${index}`),
        { ...aCheck(`${text} ${index}`), command: text },
      ]).flat();
      const known = { repository: 'acme/shop', now: 2_000, names: new Map([[text, text]]) };
      isHarmless(memoryOf({ ...known, records }));
      isHarmless(memoryOf({ ...known, records, said: forgotten(records.slice(0, 1)) }));
      isHarmless(mayNotSeeMemory(text, Array(60).fill(text)));
      isHarmless(noSuchRepository(text, []));
      isHarmless(memoryCounts(Array(20).fill({ repository: text, records: amount }), 40));
    }),
  );
});

test('a Home tab is one Slack takes, whatever anybody wrote', () => {
  fc.assert(
    fc.property(anyStage, hostileText, (stage, text) => {
      const tasks = Array.from({ length: 30 }, (_, index) => ({
        task: { ...poisoned(stage, text), id: born({}, `key ${index}`).id },
        permalink: `https://acme.slack.com/${text}`,
      }));
      const around = { person: { ...ANA, name: text }, repositories: [text, text], now: stage.changedAt };
      expect(checkView(home({ ...around, tasks }), 'home')).toMatchObject({ ok: true });
      expect(checkView(home({ ...around, tasks: [] }), 'home')).toMatchObject({ ok: true });
    }),
  );
});
