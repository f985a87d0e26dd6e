import { registerHooks } from 'node:module';

/** Opens the model that its argument describes, and tells whose code was read for that. */
const packages = new Set<string>();
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    // The outermost package: what it brings along is its own affair.
    const [, name] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(resolved.url) ?? [];
    if (name) packages.add(name);
    return resolved;
  },
});
const { openModel } = await import('#worker/model/open-model.ts');
const { model, cassettes } = JSON.parse(process.argv[2] ?? '');
const opened = await openModel({ model, cassettes }, { repository: 'acme/tiny', words: 'Mend it' });
process.stdout.write(JSON.stringify({ name: opened.name, packages: [...packages].sort() }));
