/** Seconds since 1970, as Slack has them, in the form of the browser's picker: local, to the minute. */
export function writeMoment(seconds: string): string {
  if (seconds === '') return '';
  const at = new Date(Number(seconds) * 1_000);
  const day = [at.getFullYear(), pad(at.getMonth() + 1), pad(at.getDate())].join('-');
  return `${day}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** And back; nothing for what is no moment. */
export function readMoment(local: string): string | null {
  const at = new Date(local).getTime();
  return Number.isNaN(at) ? null : String(at / 1_000);
}

const pad = (amount: number): string => String(amount).padStart(2, '0');
