import { randomUUID } from 'node:crypto';
import { Firestore } from '@google-cloud/firestore';
import { findEmulators } from '../google/emulator-files.ts';
import { type Emulator, startEmulator } from '../google/emulators.ts';

/** The emulator, or a line that says what is not measured here and why. */
export async function emulatorOrWhy(figures: string): Promise<Emulator | undefined> {
  const found = findEmulators();
  if (!('why' in found)) return startEmulator('firestore');
  console.error(`${figures} is not measured here: ${found.why}.`);
  return undefined;
}

/** A client of a database of its own. It reads the emulator's address from the environment when it is made. */
export function clientAt(host: string, projectId = `demo-${randomUUID()}`): Firestore {
  process.env.FIRESTORE_EMULATOR_HOST = host;
  process.env.METADATA_SERVER_DETECTION = 'none';
  return new Firestore({ projectId });
}
