/** A line of an order's history, as it will look once the server stored it. */
import type { Fix } from '../contract/mutations';
import { canonicalText } from '../sync/canonical';
import type { Refusal, Stage, When } from '../sync/mutator';

export const NOT_FOUND: Refusal = { reason: 'not_found', detail: {} };

/** The last instant a row can hold. */
export const INSTANT_MS_MAX = 4_102_444_800_000;
const NAMING: readonly string[] = ['work_order_id', 'appointment_id', 'fact_id'];

export interface FactOf {
  readonly work_order_id: string;
  readonly appointment_id?: string | null;
  readonly text?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly is_late?: boolean;
}

/** Writes the fact of this mutation under its ordinal. `recorded_ms` is 0 until the server says. */
export function writeFact(stage: Stage, when: When, ordinal: number, fact: FactOf): void {
  const isInstant = when.device_ms >= 0 && when.device_ms <= INSTANT_MS_MAX;
  stage.put('fact', {
    id: when.born(ordinal),
    work_order_id: fact.work_order_id,
    appointment_id: fact.appointment_id ?? null,
    verb: when.name,
    author_id: when.user_id,
    author_name: when.user_name,
    device_ms: isInstant ? when.device_ms : null,
    at_ms: when.at_ms,
    recorded_ms: 0,
    text: fact.text ?? '',
    detail: canonicalText(fact.detail ?? {}),
    is_late: fact.is_late ?? false,
    struck_by_id: null,
    struck_reason: '',
    seen_ms: null,
  });
}

/** Arguments worth keeping as figures: set ones, without the names of the rows they are on. */
export function detailOf(args: object, ...without: readonly string[]): Record<string, unknown> {
  const detail: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(args)) {
    if (NAMING.includes(name) || without.includes(name)) continue;
    if (value === null || value === undefined || value === '') continue;
    detail[name] = name === 'fix' ? wholeFix(value as Fix) : value;
  }
  return detail;
}

/** A fix with everything that it left to the defaults. */
export function wholeFix(fix: Fix): Required<Fix> {
  return {
    lon_e7: fix.lon_e7,
    lat_e7: fix.lat_e7,
    accuracy_m: fix.accuracy_m ?? null,
    source: fix.source ?? 'gps',
    at_ms: fix.at_ms ?? null,
    datum: fix.datum ?? 'wgs84',
    original: fix.original ?? '',
  };
}
