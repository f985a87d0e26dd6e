/** Why an attempt is to end before its work is done. */
export type StopCause = 'asked' | 'shutdown' | 'lease_lost';

/** The reason on every abort signal that ends an attempt. */
export class Stopped extends Error {
  readonly why: StopCause;

  constructor(why: StopCause) {
    super(`stopped: ${why}`);
    this.name = 'Stopped';
    this.why = why;
  }
}
