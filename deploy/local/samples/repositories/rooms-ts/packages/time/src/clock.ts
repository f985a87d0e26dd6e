/** A time of day, in minutes since midnight. */
export type Clock = number;

/** Reads a time of day like `09:30`. */
export function parseClock(text: string): Clock {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hours === undefined) throw new RangeError(`“${text}” is no time of day like 09:30`);
  return Number(hours) * 60 + Number(minutes);
}

/** Writes a time of day like `09:30`. */
export function formatClock(clock: Clock): string {
  return `${twoDigits(Math.floor(clock / 60))}:${twoDigits(clock % 60)}`;
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');
