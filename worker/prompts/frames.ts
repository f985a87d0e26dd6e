/** Lines of stack traces that are inside a runtime or a test runner, where the cause of a failure never is. */
const OF_A_RUNTIME =
  /^\s+at (?:.* \()?(?:node:|java\.base\/|jdk\.internal\.|org\.junit\.|org\.gradle\.|junit\.framework\.)/;

/** What checks printed, for a model: runs of such lines cost more than they tell, and become one line. */
export function withoutRuntimeFrames(output: string): string {
  const lines = output.split('\n');
  return lines
    .filter((line, index) => !(isOfRuntime(line) && isOfRuntime(lines[index - 1])))
    .map((line) => (isOfRuntime(line) ? line.replace(/\S.*/, '…') : line))
    .join('\n');
}

const isOfRuntime = (line: string | undefined): boolean => line !== undefined && OF_A_RUNTIME.test(line);
