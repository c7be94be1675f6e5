/** The texts inside our QR codes: made here, read here. */
export type QrText =
  | { readonly kind: 'join'; readonly code: string; readonly origin: string }
  | { readonly kind: 'order'; readonly id: string }
  | { readonly kind: 'place'; readonly code: string }
  | { readonly kind: 'asset'; readonly code: string }
  | { readonly kind: 'other'; readonly text: string };

const ITEM = /^fieldward:(order|place|asset)\/([^/?#]{1,128})$/;

/** Anything that is not ours, or is ours and malformed, comes back as `other`. */
export function parseQr(text: string): QrText {
  const trimmed = text.trim();
  if (trimmed.startsWith('fieldward:join?')) return joinOf(trimmed);
  const [, kind, raw] = ITEM.exec(trimmed) ?? [];
  const value = raw === undefined ? null : decoded(raw);
  if (!value) return { kind: 'other', text: trimmed };
  if (kind === 'order') return { kind, id: value };
  return kind === 'place' ? { kind, code: value } : { kind: 'asset', code: value };
}

export const makeQr = {
  order: (id: string) => `fieldward:order/${encodeURIComponent(id)}`,
  place: (code: string) => `fieldward:place/${encodeURIComponent(code)}`,
  asset: (code: string) => `fieldward:asset/${encodeURIComponent(code)}`,
  join: (code: string, origin: string) =>
    `fieldward:join?${new URLSearchParams({ c: code, h: origin })}`,
};

function joinOf(text: string): QrText {
  const query = new URLSearchParams(text.slice('fieldward:join?'.length));
  const code = query.get('c');
  const origin = originOf(query.get('h'));
  return code && origin ? { kind: 'join', code, origin } : { kind: 'other', text };
}

/** A code must not send the phone to anything but a web origin. */
function originOf(text: string | null): string | null {
  if (!text) return null;
  try {
    const url = new URL(text);
    const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
    return isWeb && url.username === '' ? url.origin : null;
  } catch {
    return null;
  }
}

function decoded(raw: string): string | null {
  try {
    return decodeURIComponent(raw);
  } catch {
    return null;
  }
}
