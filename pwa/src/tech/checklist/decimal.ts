/** What a thumb types into a number: full-width digits, commas and minus signs of every kind. */
const DECIMAL = /^-?\d{1,9}(\.\d{1,3})?$/;

/** "３，５" → "3.5", "−2" → "-2"; null for what is no decimal with at most three places. */
export function decimalOf(text: string): string | null {
  const plain = text
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/[−–—]/g, '-')
    .replace(/[,，。、]/g, '.')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.$/, '');
  return DECIMAL.test(plain) ? plain : null;
}
