import { inject } from 'vitest';

// Google's clients look here when they are made, and so do those of the processes that a test starts.
const { firestore, pubsub } = inject('emulators');
process.env.FIRESTORE_EMULATOR_HOST = firestore;
process.env.PUBSUB_EMULATOR_HOST = pubsub;
