import { type Logger, LogLevel } from '@slack/logger';

/** The SDKs' chatter about failures the tests cause on purpose. */
export const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};
