import type { ToolCall, ToolSpec } from '../model/model.ts';
import type { ReportNews } from '../telemetry.ts';
import { bash, type Keep } from './tools/bash.ts';
import { edit } from './tools/edit.ts';
import { finish } from './tools/finish.ts';
import { read } from './tools/read.ts';
import { search } from './tools/search.ts';
import type { Outcome, Tool } from './tools/tool.ts';
import type { Workbench } from './tools/workbench.ts';
import { write } from './tools/write.ts';

/** All that an agent can do. */
export interface Toolbox {
  readonly specs: readonly ToolSpec[];
  /** Whatever was asked for, there is an answer in words. */
  use(call: Pick<ToolCall, 'name' | 'input'>, signal: AbortSignal): Promise<Outcome>;
}

export function createToolbox({ shell, files }: Workbench, around: { report: ReportNews; keep: Keep }): Toolbox {
  const tools = [bash(shell, around), search(files), read(files), edit(files), write(files), finish()];
  const byName = new Map<string, Tool>(tools.map((tool) => [tool.spec.name, tool]));
  const names = [...byName.keys()].join(', ');
  return {
    specs: tools.map((tool) => tool.spec),
    async use({ name, input }, signal) {
      const tool = byName.get(name);
      return tool
        ? tool.use(input, signal)
        : { text: `There is no tool of this name. There are: ${names}.`, gist: 'no such tool', failed: true };
    },
  };
}
