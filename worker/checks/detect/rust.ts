import type { RepositoryFiles } from '../check.ts';
import { type Ecosystem, ecosystem, NOTHING } from './ecosystem.ts';

/** A Rust crate or workspace. Its tests live in its sources, so there is always something to compile and run. */
export async function detectRust(files: RepositoryFiles): Promise<Ecosystem> {
  const manifest = await files.read('Cargo.toml');
  if (manifest === undefined) return NOTHING;
  const lock = await files.read('Cargo.lock');
  const locked = lock === undefined ? '' : ' --locked';
  const isWorkspace = /^\[workspace\b/m.test(manifest);
  const setup = needsCrates(manifest, lock) ? [`cargo fetch${locked}`] : [];
  // By itself cargo stops at the first program whose tests fail, and the rest would look as if nobody ran it.
  const command = `cargo test --offline${locked}${isWorkspace ? ' --workspace' : ''} --no-fail-fast`;
  return ecosystem(['cargo'], setup, { name: 'cargo test', command }, 'Cargo.toml');
}

/** A lock file says where each crate comes from; those of the repository itself come from nowhere. */
function needsCrates(manifest: string, lock: string | undefined): boolean {
  if (lock !== undefined) return /^source = /m.test(lock);
  return /^\[workspace\b|^\[.*dependencies\b/m.test(manifest);
}
