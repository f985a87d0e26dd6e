import * as z from 'zod';

/** As providers report it. What is no number of tokens counts as none, so that it cannot spoil the account. */
export const TokenCount = z.number().int().nonnegative().catch(0);
