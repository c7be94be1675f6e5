/** What a scanned or typed text means on this phone. */
import type { Asset, Location } from '../../contract/kinds';
import type { QrText } from '../../device/qrText';
import { findJob, type Job } from '../../domain/appointments/queries';
import { assetByCode } from '../../domain/assets/queries';
import type { View } from '../../sync/api';

export function locationByCode(view: View, code: string): Location | undefined {
  const wanted = code.trim().toLowerCase();
  if (wanted === '') return undefined;
  return view.all('location').find((one) => one.code.toLowerCase() === wanted);
}

export type Meaning =
  | { readonly kind: 'job'; readonly job: Job }
  /** One of our orders, but none of mine on this phone. */
  | { readonly kind: 'not_mine' }
  | { readonly kind: 'place'; readonly code: string }
  | { readonly kind: 'place_unknown'; readonly code: string }
  | { readonly kind: 'asset'; readonly asset: Asset }
  /** One of our labels, of an asset that this phone does not have. */
  | { readonly kind: 'asset_unknown'; readonly code: string }
  | { readonly kind: 'join'; readonly code: string; readonly origin: string }
  | { readonly kind: 'unknown'; readonly text: string };

export function meaningOf(view: View, found: QrText, technician_id: string | null): Meaning {
  switch (found.kind) {
    case 'join':
      return found;
    case 'order': {
      const job = jobByText(view, found.id, technician_id);
      return job === null ? { kind: 'not_mine' } : { kind: 'job', job };
    }
    case 'place':
      return placeMeaning(view, found.code);
    case 'asset':
      return assetMeaning(view, found.code);
    case 'other':
      return typedMeaning(view, found.text, technician_id);
  }
}

/** Bare texts: a number or local code somebody read out, or the code on a door or a machine. */
function typedMeaning(view: View, text: string, technician_id: string | null): Meaning {
  const job = jobByText(view, text, technician_id);
  if (job !== null) return { kind: 'job', job };
  const place = placeMeaning(view, text);
  if (place.kind === 'place') return place;
  const asset = assetMeaning(view, text);
  return asset.kind === 'asset' ? asset : { kind: 'unknown', text: text.slice(0, 60) };
}

function assetMeaning(view: View, code: string): Meaning {
  const asset = assetByCode(view, code);
  return asset === undefined ? { kind: 'asset_unknown', code } : { kind: 'asset', asset };
}

/** As the server stores it: what is longer is on no label of ours. */
const LABEL_CHARS_MAX = 40;

/** The label that was read: what an order can be told, whether this phone knows it or not. */
export function labelOf(found: QrText | null): string {
  const text =
    found?.kind === 'asset' ? found.code : found?.kind === 'other' ? found.text.trim() : '';
  return text.length <= LABEL_CHARS_MAX ? text : '';
}

function placeMeaning(view: View, code: string): Meaning {
  const row = locationByCode(view, code);
  return row === undefined ? { kind: 'place_unknown', code } : { kind: 'place', code: row.code };
}

function jobByText(view: View, text: string, technician_id: string | null): Job | null {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return null;
  const order = view
    .all('work_order')
    .find((one) =>
      [one.id, one.number ?? '', one.local_code].some((own) => own.toLowerCase() === wanted),
    );
  return findJob(view, order?.id ?? text.trim(), technician_id);
}
