import { join } from 'node:path';
import { build } from 'esbuild';

/** What a browser loads. */
export interface PageBundle {
  readonly script: string;
  readonly style: string;
}

const PAGE = join(import.meta.dirname, '../page');

/** Makes the page out of its sources, in memory: nobody has to build anything before they can look at it. */
export async function bundlePage(): Promise<PageBundle> {
  const { outputFiles } = await build({
    entryPoints: { script: join(PAGE, 'main.tsx'), style: join(PAGE, 'style/page.css') },
    outdir: PAGE,
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2023',
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    logLevel: 'silent',
  });
  const made = (name: string) => outputFiles.find(({ path }) => path.endsWith(name))?.text ?? '';
  return { script: made('script.js'), style: made('style.css') };
}
