/** The moment a message was posted. */
export const momentOf = (ts: string): Date => new Date(Number.parseFloat(ts) * 1_000);

/** `10:42`, the way it is written where the reader lives. */
export const clockTime = (ts: string): string =>
  momentOf(ts).toLocaleTimeString(undefined, { hour: 'numeric', minute: '2-digit' });

/** The same for a narrow margin. */
export const shortTime = (ts: string): string =>
  momentOf(ts).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

export const fullTime = (ts: string): string =>
  momentOf(ts).toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'medium' });

/** The heading above the messages of a day. */
export function dayName(ts: string, now: Date): string {
  const day = momentOf(ts);
  if (isSameDay(day, now)) return 'Today';
  if (isSameDay(day, new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))) return 'Yesterday';
  return day.toLocaleDateString(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
}

export const isSameDay = (one: Date, other: Date): boolean => one.toDateString() === other.toDateString();
