import { toolLimits } from '../bounds.ts';
import type { ToolCall, ToolSpec } from '../model/model.ts';
import type { Limits } from '../sandbox/sandbox.ts';
import type { ReportNews } from '../telemetry.ts';
import { bash } from './tools/bash.ts';
import { edit } from './tools/edit.ts';
import { finish } from './tools/finish.ts';
import { read } from './tools/read.ts';
import type { Outcome, Tool } from './tools/tool.ts';
import type { Workbench } from './tools/workbench.ts';
import { write } from './tools/write.ts';

/** All that an agent can do. */
export interface Toolbox {
  readonly specs: readonly ToolSpec[];
  use(call: ToolCall, signal: AbortSignal): Promise<Outcome>;
}

export function createToolbox(workbench: Workbench, limits: Limits, report: ReportNews): Toolbox {
  const small = toolLimits(limits);
  const tools = [
    bash(workbench, limits, report),
    read(workbench, small),
    edit(workbench, small),
    write(workbench, small),
    finish(),
  ];
  const byName = new Map<string, Tool>(tools.map((tool) => [tool.spec.name, tool]));
  const names = [...byName.keys()].join(', ');
  return {
    specs: tools.map((tool) => tool.spec),
    async use({ name, input }, signal) {
      const tool = byName.get(name);
      return tool
        ? tool.use(input, signal)
        : { text: `There is no tool of this name. There are: ${names}.`, gist: 'no such tool' };
    },
  };
}
