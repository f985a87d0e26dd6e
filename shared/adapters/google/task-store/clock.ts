import type { Timestamp } from '@google-cloud/firestore';

/** The latest of Firestore's own times that this process has seen. What is committed from now on is later. */
export interface ServerClock {
  saw(time: Timestamp): void;
  latest(): Timestamp | undefined;
}

export function serverClock(): ServerClock {
  let latest: Timestamp | undefined;
  return {
    saw: (time) => {
      if (!latest || isLater(time, latest)) latest = time;
    },
    latest: () => latest,
  };
}

/** Firestore's times compare by their values, which are texts of equal length. */
export const isLater = (time: Timestamp, other: Timestamp): boolean => time.valueOf() > other.valueOf();
