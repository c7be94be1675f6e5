/** A short code that people can say aloud until the server gives a number. */
// Without I, O, 0 and 1: they are mistaken for one another on a phone.
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 5;

/** "X-7K3QM". `random`: bytes, at least five. */
export function localCode(random: Uint8Array): string {
  const letters = [...random.slice(0, LENGTH)].map((byte) => LETTERS[byte % LETTERS.length] ?? '');
  return `X-${letters.join('')}`;
}
