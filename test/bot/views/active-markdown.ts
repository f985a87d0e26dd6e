/** The Markdown with every code block, code span and escaped character taken out: what GitHub may act on. */
export function activeIn(markdown: string): string {
  const lines: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split('\n')) {
    const run = /^(`{3,})[a-z]*$/.exec(line)?.[1];
    if (fence === undefined && run !== undefined) fence = run;
    else if (fence !== undefined && run !== undefined && line === run && run.length >= fence.length) fence = undefined;
    else if (fence === undefined) lines.push(line);
  }
  return lines.map(withoutSpans).join('\n');
}

function withoutSpans(line: string): string {
  let active = '';
  for (let rest = line; rest !== ''; ) {
    const [taken, isCode] = next(rest);
    if (!isCode) active += taken;
    rest = rest.slice(taken.length);
    if (isCode) active += ' ';
  }
  return active;
}

function next(rest: string): readonly [string, boolean] {
  const escaped = /^\\[!-/:-@[-`{-~]/.exec(rest);
  if (escaped) return [escaped[0], true];
  const run = /^`+/.exec(rest)?.[0];
  if (run === undefined) return [rest.slice(0, 1), false];
  const end = new RegExp(`^\`{${run.length}}(?!\`).*?(?<!\`)\`{${run.length}}(?!\`)`).exec(rest);
  return end ? [end[0], true] : [run, false];
}
