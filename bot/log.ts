import { LogLevel, type Logger as SlackLogger } from '@slack/logger';

export type Fields = Readonly<Record<string, unknown>>;

/** One JSON line an event, as Cloud Logging reads them: a constant event name, values in fields. */
export interface Logger {
  info(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  error(event: string, error: unknown, fields?: Fields): void;
}

export function createLogger(write: (line: string) => void, redact: (text: string) => string): Logger {
  // Value by value: a secret that is hidden may not take the end of the line with it.
  const hide = (_: string, value: unknown): unknown => (typeof value === 'string' ? redact(value) : value);
  const say = (severity: string, event: string, fields: Fields) =>
    write(`${JSON.stringify({ ...fields, severity, time: new Date().toISOString(), event }, hide)}\n`);
  return {
    info: (event, fields = {}) => say('INFO', event, fields),
    warn: (event, fields = {}) => say('WARNING', event, fields),
    error: (event, error, fields = {}) => say('ERROR', event, { ...fields, error: unfold(error) }),
  };
}

/** More causes than this are the same one over and over. */
const CAUSES = 8;

/** An error with its causes, which `JSON.stringify` would leave out. */
function unfold(error: unknown, left = CAUSES): unknown {
  if (!(error instanceof Error)) return String(error);
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause !== undefined && left > 0 && { cause: unfold(error.cause, left - 1) }),
  };
}

/** Slack's libraries speak into our log; what they say of every heartbeat is left out. */
export function bridgeSlackLogs(log: Logger): SlackLogger {
  const words = (parts: unknown[]) => parts.map(String).join(' ').slice(0, 2_000);
  return {
    debug: () => {},
    info: () => {},
    warn: (...parts) => log.warn('slack.warned', { words: words(parts) }),
    error: (...parts) => log.warn('slack.failed', { words: words(parts) }),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}
