import type { Redact } from '#shared/text/redact.ts';

/** Writes what went wrong as one JSON line, with every cause, for whoever looks after the machines. */
export type LogError = (event: string, error: unknown) => void;

export function createLog(write: (line: string) => void, redact: Redact): LogError {
  return (event, error) => {
    const line = JSON.stringify({ severity: 'ERROR', time: new Date().toISOString(), event, error: unfolded(error) });
    write(`${redact(line)}\n`);
  };
}

function unfolded(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  return { name, message, stack, ...(cause !== undefined && { cause: unfolded(cause) }) };
}
