/**
 * How long a part of the context outlasts the others when there is no room for all: the higher, the longer. Of several of
 * one kind the older ones lose up to one.
 */
export const IMPORTANCE = {
  // What reviewers ask for now is what the attempt is about.
  remark: 9,
  // To break a rule of the repository is to have the change refused, however well it does what was asked.
  rules: 8,
  // They hold for fewer files; those that are not told here come when the agent gets there.
  folderRules: 7,
  // Where is what: without it the first turns go into listing folders. Small, whatever the size of the repository.
  map: 6,
  // Between the lines of a thread stands what the request means.
  message: 5,
  // What a reviewer would otherwise have to say. The agent could find most of it out by itself.
  conventions: 4,
  contributing: 4,
  // Saves an attempt the mistakes of earlier ones, where it still holds.
  memory: 4,
  // Saves some searches; a search finds the same.
  names: 3,
  // Written for those who use the product, at any length.
  readme: 3,
  // How changes are written about here; the template of ours holds anyway.
  pullRequest: 2,
} as const;

/** The most of the context that one text may take, in tokens, so that a long one leaves room for what people said. */
export const MOST_TOKENS = { rules: 8_000, folderRules: 2_000, text: 5_000, memory: 2_500 } as const;
