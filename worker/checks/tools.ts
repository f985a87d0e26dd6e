import { shellCommand } from './instruments.ts';
import { runErrand, type Setting } from './setting.ts';

/** The programs that set-ups are made of, and the system below them, as text that differs when one of them does. */
export async function describeTools(setting: Setting): Promise<string> {
  const { done, output } = await runErrand(await shellCommand(DESCRIBE), 64 * 1024, setting);
  if (!done) throw new Error(`The programs here could not be described: ${output}`);
  return output;
}

const PROGRAMS = [
  ...'node npm npx corepack yarn pnpm bun deno python3 pip3 uv poetry go cargo rustc java mvn gradle ruby gem bundle'.split(
    ' ',
  ),
  ...'php composer dotnet perl gcc g++ cc c++ clang make cmake pkg-config git sh bash'.split(' '),
];

/** Size and time tell most of them apart. Some only lead to another program, and have to say which. */
const DESCRIBE = `uname -sm
cat /etc/os-release
stat -L -c '%n %s %Y' $(for program in ${PROGRAMS.join(' ')}; do command -v "$program"; done)
for program in npm cargo; do if command -v "$program" >/dev/null; then "$program" --version; fi; done
if command -v go >/dev/null; then go version; fi
true`;
