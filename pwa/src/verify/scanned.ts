/** What the code on a paper says: `/verify#order=<number>&sha256=<fingerprint>`. */

export interface Scanned {
  readonly number: string;
  readonly sha256: string;
}

const NUMBER = /^[\x21-\x7e]{1,40}$/;
const FINGERPRINT = /^[0-9a-f]{64}$/;

/** Null where the fragment is none of a paper's. */
export function scannedIn(fragment: string): Scanned | null {
  const said = new URLSearchParams(fragment.replace(/^#/, ''));
  const number = said.get('order') ?? '';
  const sha256 = said.get('sha256') ?? '';
  return NUMBER.test(number) && FINGERPRINT.test(sha256) ? { number, sha256 } : null;
}
