import { writeSync } from 'node:fs';
import { localArtifacts } from '#shared/adapters/local/artifacts.ts';

const [folder = '', name = ''] = process.argv.slice(2);
const artifacts = localArtifacts({ folder, baseUrl: 'http://127.0.0.1' });

/** Replaces one file again and again, each time all of one byte, and prints the byte once it is put. */
for (let byte = 1; ; byte = (byte % 250) + 1) {
  await artifacts.put(name, new Uint8Array(2_000_000).fill(byte));
  writeSync(1, `${byte}\n`);
}
