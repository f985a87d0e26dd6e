import { writeSync } from 'node:fs';
import { localArtifacts } from '#shared/adapters/local/artifacts.ts';

const [folder = '', name = ''] = process.argv.slice(2);
const artifacts = localArtifacts({ folder, placeAt: (_, version) => ({ url: version, headers: {} }) });

/** Replaces one file again and again, each time all of one byte, and prints the byte once it is stored. */
for (let byte = 1; ; byte = (byte % 250) + 1) {
  const { url: version } = await artifacts.place(name);
  await artifacts.fill(name, version, new Uint8Array(2_000_000).fill(byte));
  writeSync(1, `${byte}\n`);
}
