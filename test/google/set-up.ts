import type { TestProject } from 'vitest/node';
import { startEmulator } from './emulators.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    emulators: { readonly firestore: string; readonly pubsub: string };
  }
}

/** One emulator of each kind for all tests of a run: each test keeps to a project id of its own. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const [firestore, pubsub] = await Promise.all([startEmulator('firestore'), startEmulator('pubsub')]);
  project.provide('emulators', { firestore: firestore.host, pubsub: pubsub.host });
  return async () => {
    await Promise.all([firestore.kill(), pubsub.kill()]);
  };
}
