import type { Failure, Whose } from '#shared/task/failure.ts';
import { oneLine } from '#shared/text/escape.ts';
import { fit } from './fit.ts';
import { bold, type Piece, prose } from './rich-text.ts';

const WHOSE: Readonly<Record<Whose, string>> = {
  transient: "nobody's; this kind usually passes by itself.",
  service: 'ours, or that of a service we need. You did nothing wrong.',
  yours: 'yours; only you or your team can solve it.',
};

/** The two lines under what went wrong: whose problem it is, and what to do. */
export const wayOut = ({ whose, remedy }: Pick<Failure, 'whose' | 'remedy'>): readonly (readonly Piece[])[] => [
  [bold('Whose problem: '), WHOSE[whose]],
  [bold('What to do: '), ...prose(fit(oneLine(remedy), 400))],
];
