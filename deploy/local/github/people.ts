/** Who may act on the pages; nobody logs in, whoever sits there chooses. */
export const PEOPLE: readonly string[] = ['ana', 'ben', 'cleo'];

/** The teams every organisation of this host has. */
export const TEAMS: readonly string[] = ['reviewers'];
