import * as z from 'zod';
import type { SetUp } from '../check.ts';
import { parseJsonWithComments } from './json-with-comments.ts';
import type { Reading } from './reading.ts';
import { installsSystemPackages } from './sandbox-limits.ts';

const Words = z.string().or(z.array(z.string()));
const Command = Words.or(z.record(z.string(), Words)).nullish();
const Devcontainer = z.looseObject({
  onCreateCommand: Command,
  updateContentCommand: Command,
  postCreateCommand: Command,
});

/** Once a container is made, in this order. What comes later is for whoever sits in front of it. */
const PHASES = ['onCreateCommand', 'updateContentCommand', 'postCreateCommand'] as const;
/** What describes the container itself, which is not ours to build. */
const CONTAINER = ['image', 'build', 'dockerFile', 'dockerComposeFile', 'features', 'containerEnv', 'remoteEnv'];

/** The commands that make a development container ready to work in. */
export function readDevcontainer(text: string): Reading {
  const devcontainer = Devcontainer.safeParse(parseJsonWithComments(text));
  if (!devcontainer.success) return { refused: 'it cannot be read as JSON with commands' };
  const commands = PHASES.flatMap((phase) => commandsOf(devcontainer.data[phase]));
  const unknown = commands.map((command) => /\$\{(\w+(?::\w*)?)\}/.exec(command)?.[1]).find((name) => isForeign(name));
  if (unknown !== undefined) return { refused: `it needs \${${unknown}}, which only an editor fills in` };
  const system = commands.filter(installsSystemPackages);
  return {
    setup: commands.filter((command) => !system.includes(command)).map(stepOf),
    leftOut: [
      ...CONTAINER.filter((key) => key in devcontainer.data),
      ...system.map((command) => `“${command.slice(0, 60)}”, which installs system packages`),
    ],
  };
}

/** The named ones of an object may run at the same time, and so also one after the other. */
function commandsOf(command: z.infer<typeof Command>): readonly string[] {
  if (command === undefined || command === null) return [];
  if (typeof command === 'string') return command.trim() === '' ? [] : [command.trim()];
  return Array.isArray(command) ? [command.map(quoted).join(' ')] : Object.values(command).flatMap(commandsOf);
}

/** A list is a program and its arguments, which no shell is to look into. */
function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}

/** A variable of the editor's, unlike one of the shell's. */
function isForeign(name: string | undefined): boolean {
  return name !== undefined && /^(?:localEnv|containerEnv|(?:local|container)Workspace\w*|devcontainerId)/.test(name);
}

const stepOf = (command: string): SetUp => ({ command });
