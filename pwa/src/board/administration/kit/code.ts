/** A new code for a label: short, without letters that are taken for digits. Pure. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
export const CODE_BYTES = 6;

export function labelCode(prefix: 'P' | 'A', random: Uint8Array): string {
  return `${prefix}-${[...random].map((byte) => LETTERS[byte % LETTERS.length]).join('')}`;
}
