/** Told of problems that end nothing: what went wrong is tried again by itself. */
export type Report = (problem: unknown) => void;

/** Where such problems go when nobody says otherwise: to the process's warnings, never nowhere. */
export const warn: Report = (problem) => process.emitWarning(problem instanceof Error ? problem : String(problem));
