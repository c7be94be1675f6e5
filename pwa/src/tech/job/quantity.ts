/** Quantities are thousandths of a unit: no floats on the wire. */
const MILLI_MAX = 1_000_000_000;

/** "2", "0.5" or "0,5" → thousandths; null for anything that is not a positive amount. */
export function milliOf(text: string): number | null {
  const clean = text.trim().replace(',', '.');
  if (!/^\d{1,7}(\.\d{1,3})?$/.test(clean)) return null;
  const milli = Math.round(Number(clean) * 1_000);
  return milli >= 1 && milli <= MILLI_MAX ? milli : null;
}

/** 2500 → "2.5" */
export function quantityText(milli: number): string {
  return String(milli / 1_000);
}
