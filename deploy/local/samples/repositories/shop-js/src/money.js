/** A percentage of an amount, in whole cents, half a cent up. */
export function percentOf(cents, percent) {
  return Math.round((cents * percent) / 100);
}

/** An amount as customers read it. */
export function formatCents(cents) {
  const euros = Math.floor(Math.abs(cents) / 100);
  const rest = String(Math.abs(cents) % 100).padStart(2, '0');
  return `${cents < 0 ? '-' : ''}${euros}.${rest} €`;
}
