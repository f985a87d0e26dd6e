import { enableCompileCache } from 'node:module';
import { COMPILE_CACHE } from './compile-cache.ts';

/** `npm start`. Only what is imported after this line comes out of the cache. */
enableCompileCache(COMPILE_CACHE);
const [{ serve }, { tellProblem }] = await Promise.all([import('./serve.ts'), import('./tell-problem.ts')]);
serve(process.argv.slice(2)).catch(tellProblem);
