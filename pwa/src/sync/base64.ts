/** Bytes as text, in the alphabet of URLs. */

export function base64url(octets: Uint8Array): string {
  const plain = btoa(String.fromCharCode(...octets));
  return plain.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The 16 bytes of an id in its usual writing. */
export function octetsOf(id: string): Uint8Array {
  const hex = id.replaceAll('-', '');
  return Uint8Array.from({ length: 16 }, (_, at) =>
    Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16),
  );
}
