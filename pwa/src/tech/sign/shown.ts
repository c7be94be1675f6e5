/** What a signer sees, as one canonical text that can be hashed and compared again later. */
import type { Job } from '../../domain/appointments/queries';
import type { Now, ShownLine, ShownPhoto } from '../../domain/signatures/changes';
import { numberOf } from '../../domain/work_orders/queries';
import { canonicalText } from '../../sync/canonical';

const VERSION = 2;
/** An entry holds 16 KB; strokes, names and ids need the rest. */
const SHOWN_BYTES_MAX = 8_800;
const CUT_SHARE = 8;

/** The sentence above the pad. Other words are another version: `sign.test.ts` knows them. */
export const CONSENT = { consent_id: 'work_seen', consent_version: 1 } as const;

export interface Shown extends Now {
  readonly version: number;
  readonly number: string;
  readonly line_count: number;
  readonly photo_count: number;
  readonly technician: string;
  /** "": none stands above a refusal. */
  readonly consent: string;
  readonly consent_id: string;
  readonly consent_version: number;
  /** BCP 47 */
  readonly language: string;
}

export interface ShownInput {
  readonly job: Job;
  readonly now: Now;
  readonly technician: string;
  readonly consent: string;
  readonly language: string;
}

/** Lists that an entry cannot hold are cut, here and so on the screen: their counts say so. */
export function shownOf({ job, now, technician, consent, language }: ShownInput): Shown {
  const whole: Shown = {
    version: VERSION,
    number: numberOf(job.order),
    ...now,
    line_count: now.lines.length,
    photo_count: now.photos.length,
    technician,
    consent,
    ...(consent === '' ? { consent_id: '', consent_version: 0 } : CONSENT),
    language,
  };
  return fitted(whole);
}

function fitted(shown: Shown): Shown {
  let { photos, lines }: { photos: readonly ShownPhoto[]; lines: readonly ShownLine[] } = shown;
  while (bytesOf({ ...shown, photos, lines }) > SHOWN_BYTES_MAX) {
    if (photos.length > 0) photos = shortened(photos);
    else if (lines.length > 0) lines = shortened(lines);
    else break;
  }
  return { ...shown, photos, lines };
}

function shortened<T>(list: readonly T[]): readonly T[] {
  return list.slice(0, list.length - Math.ceil(list.length / CUT_SHARE));
}

/** As a text inside the entry's own JSON. */
function bytesOf(shown: Shown): number {
  return new TextEncoder().encode(JSON.stringify(shownText(shown))).length;
}

export function shownText(shown: Shown): string {
  return canonicalText(shown);
}
