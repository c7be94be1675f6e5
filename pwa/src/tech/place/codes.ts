/** What a scanned or typed text means on this phone. */
import type { Location } from '../../contract/kinds';
import type { QrText } from '../../device/qrText';
import { findJob, type Job } from '../../domain/appointments/queries';
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
      return { kind: 'unknown', text: found.code };
    case 'other':
      return typedMeaning(view, found.text, technician_id);
  }
}

/** Bare texts: a number or local code somebody read out, or the code on a door. */
function typedMeaning(view: View, text: string, technician_id: string | null): Meaning {
  const job = jobByText(view, text, technician_id);
  if (job !== null) return { kind: 'job', job };
  const place = placeMeaning(view, text);
  return place.kind === 'place' ? place : { kind: 'unknown', text: text.slice(0, 60) };
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
