/** A part of what an agent could be told. */
export interface Piece {
  readonly label: string;
  readonly text: string;
  /** The higher, the later it is left out. */
  readonly importance: number;
  /** Its beginning is worth having without the rest. */
  readonly divisible?: boolean;
  /** More of it than this is not taken even where there is room: no text may crowd out all others. */
  readonly mostTokens?: number;
}

export interface Fitted {
  /** In the order they came. */
  readonly included: readonly Piece[];
  /** Labels of what is missing. */
  readonly omitted: readonly string[];
}

const CHARACTERS_PER_TOKEN = 4;
/** Less of a text than this only confuses. */
const WORTHWHILE_TOKENS = 200;

/** Takes the most important pieces that fit into a budget. Of the first divisible one that does not, the beginning. */
export function fit(pieces: readonly Piece[], budgetTokens: number): Fitted {
  const byImportance = pieces.map((_, index) => index).sort((a, b) => rank(pieces, a) - rank(pieces, b) || a - b);
  const taken = new Map<number, Piece>();
  const omitted: string[] = [];
  let left = budgetTokens;
  for (const index of byImportance) {
    const piece = pieces[index];
    if (!piece) continue;
    const part = partOf(piece, Math.min(left, piece.mostTokens ?? left));
    if (part) taken.set(index, part);
    if (part !== piece) omitted.push(part ? `the rest of ${piece.label}` : piece.label);
    left -= part ? tokensOf(part.text) : 0;
  }
  return { included: pieces.flatMap((_, index) => taken.get(index) ?? []), omitted };
}

const tokensOf = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_TOKEN);

function rank(pieces: readonly Piece[], index: number): number {
  return -(pieces[index]?.importance ?? 0);
}

export const beginningOf = (label: string): string => `the beginning of ${label}`;

function partOf(piece: Piece, budgetTokens: number): Piece | undefined {
  if (tokensOf(piece.text) <= budgetTokens) return piece;
  if (!piece.divisible || budgetTokens < WORTHWHILE_TOKENS) return undefined;
  const beginning = piece.text.slice(0, budgetTokens * CHARACTERS_PER_TOKEN).toWellFormed();
  return { ...piece, label: beginningOf(piece.label), text: beginning };
}
