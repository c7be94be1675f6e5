/** Ed25519 by the browser itself. Where it has none, nobody is told that a signature is right. */
import type { Check } from './verify';

const ALGORITHM = 'Ed25519';

/** Signatures that cannot be checked here are null: never a guess. */
export const checkByBrowser: Check = async (publicKey, signature, message) => {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) return null;
  let key: CryptoKey;
  try {
    key = await subtle.importKey('raw', plain(publicKey), ALGORITHM, false, ['verify']);
  } catch (error) {
    // A browser without the algorithm says NotSupportedError; a key that is none, DataError.
    return error instanceof DOMException && error.name === 'DataError' ? false : null;
  }
  return subtle.verify(ALGORITHM, key, plain(signature), plain(message));
};

/** A copy whose buffer is its own: what the browser's types ask for. */
function plain(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes);
}
