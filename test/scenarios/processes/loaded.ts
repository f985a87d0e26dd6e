import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

/** Imported before a program: writes what the program has loaded by its end to the file that LOADED_TO names. */
const loaded = new Set<string>();

registerHooks({
  load: (url, context, next) => {
    loaded.add(url);
    return next(url, context);
  },
});

process.on('exit', () => writeFileSync(process.env.LOADED_TO ?? '', [...loaded].join('\n')));
