import { describe, expect, test } from 'vitest';
import { bridgeSlackLogs, createLogger } from '#bot/log.ts';
import { redactor } from '#shared/text/redact.ts';

const SECRET = 'xoxb-the "token"\nof ours';

function openLines() {
  const lines: string[] = [];
  const log = createLogger((line) => void lines.push(line), redactor([SECRET]));
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it logged
  return { log, lines, last: (): any => JSON.parse(lines.at(-1) ?? '') };
}

describe('a log line', () => {
  test('is one line of JSON, as Cloud Logging reads it', () => {
    const { log, lines, last } = openLines();
    log.info('bot.started', { team: 'T1', words: 'two\nlines' });
    expect(lines[0]).toMatch(/^\{.*\}\n$/);
    expect(last()).toMatchObject({ severity: 'INFO', event: 'bot.started', team: 'T1', words: 'two\nlines' });
    expect(Number.isNaN(Date.parse(last().time))).toBe(false);
    log.warn('x');
    expect(last().severity).toBe('WARNING');
  });

  test('cannot be given another event or severity by its fields', () => {
    const { log, last } = openLines();
    log.warn('real', { event: 'forged', severity: 'DEBUG', time: 'never' });
    expect(last()).toMatchObject({ event: 'real', severity: 'WARNING' });
  });

  test('unfolds an error with its causes, and ends where they go round', () => {
    const { log, last } = openLines();
    const inner = new RangeError('inner');
    log.error('failed', new TypeError('outer', { cause: inner }), { task: 't1' });
    expect(last()).toMatchObject({
      severity: 'ERROR',
      task: 't1',
      error: { name: 'TypeError', message: 'outer', stack: expect.any(String), cause: { message: 'inner' } },
    });
    inner.cause = inner;
    log.error('failed', inner);
    expect(last().error.cause.cause.message).toBe('inner');
    log.error('failed', 'only words');
    expect(last().error).toBe('only words');
  });

  test('holds no secret, wherever it stands', () => {
    const { log, lines, last } = openLines();
    const error = new Error(`cannot use ${SECRET}`, {
      cause: new Error(`https://ana:hunter22@host/ ghp_${'a'.repeat(36)}`),
    });
    log.error('failed', error, { nested: { list: [SECRET] } });
    expect(lines.join('')).not.toMatch(/the .{0,2}token|hunter22|ghp_a/);
    expect(last().nested.list).toEqual(['[secret hidden]']);
  });

  test('stays whole when what is hidden has no end', () => {
    const { log, last } = openLines();
    log.warn('read', { first: 'at -----BEGIN PRIVATE KEY----- abc', url: 'http://ana:', mail: 'x@y' });
    expect(last()).toMatchObject({ event: 'read', first: 'at [secret hidden]', url: 'http://ana:', mail: 'x@y' });
  });
});

test('what Slack’s libraries say is kept when it is a problem', () => {
  const { log, lines, last } = openLines();
  const bridge = bridgeSlackLogs(log);
  bridge.debug('ping');
  bridge.info('connected');
  expect(lines).toEqual([]);
  bridge.warn('slow', 7);
  expect(last()).toMatchObject({ event: 'slack.warned', words: 'slow 7' });
  bridge.error('x'.repeat(5_000));
  expect(last().words.length).toBe(2_000);
});
