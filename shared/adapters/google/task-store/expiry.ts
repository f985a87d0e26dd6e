import { Timestamp } from '@google-cloud/firestore';
import type { Moment } from '#shared/task/task.ts';

/** Long after anybody could ask for it. Firestore deletes what has expired within about a day, and promises no more. */
const KEEP_MS = 30 * 24 * 3_600_000;

/** When Firestore may delete what was of use until a moment. */
export const expiry = (until: Moment): Timestamp => Timestamp.fromMillis(until + KEEP_MS);
