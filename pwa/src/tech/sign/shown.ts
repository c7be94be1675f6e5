/** What the customer saw when signing, as one canonical text that can be hashed again later. */
import type { Attachment, Fact } from '../../contract/kinds';
import type { Job } from '../../domain/appointments/queries';
import { numberOf } from '../../domain/work_orders/queries';
import { canonicalText } from '../../sync/canonical';
import { usedText } from '../job/facts';

/** An entry holds 16 KB: more pictures than these are named by their count alone. */
const PHOTOS_MAX = 24;
const PARTS_MAX = 20;

export interface Shown {
  readonly number: string;
  readonly title: string;
  readonly place: string;
  readonly summary: string;
  readonly parts: readonly string[];
  readonly photos: readonly { readonly slot: string; readonly sha256: string }[];
  readonly photo_count: number;
  readonly technician: string;
  readonly consent: string;
  readonly locale: string;
}

export interface ShownInput {
  readonly job: Job;
  readonly photos: readonly Attachment[];
  readonly used: readonly Fact[];
  readonly technician: string;
  readonly consent: string;
  readonly locale: string;
}

export function shownOf({ job, photos, used, technician, consent, locale }: ShownInput): Shown {
  return {
    number: numberOf(job.order),
    title: job.order.title,
    place: job.place.name || job.place.address,
    summary: job.appointment.summary,
    parts: used.slice(0, PARTS_MAX).map(usedText),
    photos: photos.slice(0, PHOTOS_MAX).map(({ slot, sha256 }) => ({ slot, sha256 })),
    photo_count: photos.length,
    technician,
    consent,
    locale,
  };
}

export function shownText(shown: Shown): string {
  return canonicalText(shown);
}
