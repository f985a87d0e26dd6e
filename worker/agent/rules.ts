import { posix } from 'node:path';
import * as z from 'zod';
import type { ToolCall } from '../model/model.ts';
import type { RulesOnTheWay } from '../survey/rules-on-the-way.ts';
import type { Toolbox } from './toolbox.ts';
import { placeOf } from './tools/workbench.ts';

/** Tools that get to a file. Whoever looks into one is about to say or change something about it. */
const ON_FILES = new Set(['read', 'edit', 'write']);
const OnFile = z.object({ path: z.string() });

/** The same tools, whose results bring the rules of a folder the first time the agent gets there. */
export function withRules(toolbox: Toolbox, rules: RulesOnTheWay): Toolbox {
  return {
    specs: toolbox.specs,
    async use(call, signal) {
      const outcome = await toolbox.use(call, signal);
      const path = outcome.failed ? undefined : fileOf(call);
      if (path === undefined) return outcome;
      if (call.name === 'read') rules.seen(path);
      const told = await rules.tell(path, signal);
      return told === undefined ? outcome : { ...outcome, text: `${outcome.text}\n\n${told}` };
    },
  };
}

/** As git names it. */
function fileOf({ name, input }: Pick<ToolCall, 'name' | 'input'>): string | undefined {
  if (!ON_FILES.has(name)) return undefined;
  const { data } = OnFile.safeParse(input);
  return data && posix.normalize(placeOf(data.path)).replace(/\/$/, '');
}
