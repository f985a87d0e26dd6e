/** A call Slack refuses: its own code, and its complaints when there are several. */
export class ApiError extends Error {
  readonly code: string;
  readonly messages: readonly string[];

  constructor(code: string, messages: readonly string[] = []) {
    super(code);
    this.name = 'ApiError';
    this.code = code;
    this.messages = messages;
  }
}
