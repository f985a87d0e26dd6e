/** What a model is told of an answer of its own that is not whole, so that the next one is. */
export const CUT_OFF = 'Your answer was cut off because it was too long. Go on in smaller steps.';

export const unreadCall = (why: string): string =>
  `Your call could not be read${why && `: ${why.replace(/\.$/, '')}`}. Call one of the tools again, with its input as one JSON object.`;

export const withheld = (reason: string): string =>
  `Your answer was withheld by the provider (${reason}). Say it, or do it, another way.`;
