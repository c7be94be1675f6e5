/** The lines burnt into the copy of a photo: which order, where, when, how sure. */
import { formatDate, formatTime } from '../ui/i18n/dates';

export interface WatermarkFacts {
  /** Order number, or the local code before there is one. */
  readonly number: string;
  /** Name of the place. */
  readonly place: string;
  readonly at_ms: number;
  /** IANA name */
  readonly zone: string;
  readonly fix?:
    | { readonly lon_e7: number; readonly lat_e7: number; readonly accuracy_m: number | null }
    | undefined;
}

/** `WO-2611-0427 · 云锦苑 3-1802` and `2026-11-21 11:48 · 31.1816, 121.4512 ±18 m`. */
export function watermarkLines(facts: WatermarkFacts): readonly string[] {
  const when = `${formatDate(facts.at_ms, facts.zone)} ${formatTime(facts.at_ms, facts.zone)}`;
  const what = [facts.number, facts.place].filter(Boolean).join(' · ');
  return [what, facts.fix ? `${when} · ${pointText(facts.fix)}` : when];
}

function pointText(fix: NonNullable<WatermarkFacts['fix']>): string {
  const point = `${(fix.lat_e7 / 1e7).toFixed(4)}, ${(fix.lon_e7 / 1e7).toFixed(4)}`;
  return fix.accuracy_m === null ? point : `${point} ±${Math.round(fix.accuracy_m)} m`;
}
