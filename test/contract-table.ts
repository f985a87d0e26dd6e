interface Case {
  readonly ancestorTitles: readonly string[];
  readonly status: string;
}

/** Which promises were tried on which adapter: a line for each port and adapter that a run came by. */
export function contractTable(cases: readonly Case[]): readonly string[] {
  const subjects = Map.groupBy(cases, ({ ancestorTitles: [title = ''] }) => SUBJECT.exec(title)?.groups?.subject);
  return [...subjects].flatMap(([subject, tried]) => (subject === undefined ? [] : [lineOf(subject, tried)])).sort();
}

const SUBJECT = /^contract: (?<subject>.+ × \S+( under [\w ]+)?)/;

function lineOf(subject: string, tried: readonly Case[]): string {
  const [port = '', adapter = ''] = subject.split(' × ');
  const count = (status: string) => tried.filter((one) => one.status === status).length;
  const [failed, skipped] = [count('failed'), tried.length - count('passed') - count('failed')];
  const rest = [...(failed > 0 ? [`${failed} failed`] : []), ...(skipped > 0 ? [`${skipped} not here`] : [])];
  return `contract ${port.padEnd(12)} × ${adapter.padEnd(30)} ${[`${count('passed')} kept`, ...rest].join(', ')}`;
}
