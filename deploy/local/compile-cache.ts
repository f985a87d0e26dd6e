import { fileURLToPath } from 'node:url';

/** Where Node keeps what it compiled of this checkout: every process after the first starts in about half the time. */
export const COMPILE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/bellhop', import.meta.url));
