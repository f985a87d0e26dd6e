import { type Redact, redactor } from '#shared/text/redact.ts';

export interface Redaction {
  readonly redact: Redact;
  readonly keepSecret: (secret: string) => void;
}

/** Hides every secret this process has been given, also those it is given later. */
export function createRedaction(secrets: readonly string[]): Redaction {
  const known = [...secrets];
  let redact = redactor(known);
  return {
    redact: (text) => redact(text),
    keepSecret(secret) {
      known.push(secret);
      redact = redactor(known);
    },
  };
}
