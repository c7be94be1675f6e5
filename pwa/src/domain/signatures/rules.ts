/** What counts as a signature. Pure; means the same as `server/signatures/rules.py`. */
import { SignerRole } from '../../contract/enums';
import type { Signature } from '../../contract/kinds';
import type { Refusal } from '../../sync/mutator';
import { isBlank, problemOf, unpack } from './strokes';

/** Whose word moves the order; a witness stands beside. */
export const CONFIRMING: readonly SignerRole[] = [SignerRole.CUSTOMER, SignerRole.PROPERTY_MANAGER];

/** Whether somebody drew it; "" is a typed name. That the hash is the text's own the server says. */
export function checkStrokes(strokes: string): Refusal | null {
  if (strokes === '') return null;
  const sheet = unpack(strokes);
  const problem = sheet === null ? 'unreadable' : problemOf(sheet);
  if (sheet === null || problem !== '') return { reason: 'bad_strokes', detail: { problem } };
  return isBlank(sheet) ? { reason: 'blank_signature', detail: {} } : null;
}

type Word = Pick<Signature, 'role' | 'signer_name' | 'is_refused'>;

/** Of words in the order in which they were given, those that later ones have not replaced. */
export function standing<W extends Word>(words: readonly W[]): readonly W[] {
  return words.filter(
    (earlier, at) => !words.slice(at + 1).some((word) => replaces(word, earlier)),
  );
}

function replaces(word: Word, earlier: Word): boolean {
  if (word.role !== earlier.role) return false;
  const isSignedNow = earlier.is_refused && !word.is_refused;
  return isSignedNow || word.signer_name === earlier.signer_name;
}
