/** One asking for the position, on screens that say so: all samples, the best of them, the end. */
import { CHECK_IN_SAMPLES_MAX } from '../../contract/limits';
import type { Whereabouts } from '../../contract/mutations';
import { type DeviceFix, type FixOutcome, takeFix } from '../../device/position';

/** After a good sample more are waited for so long. */
const SETTLE_MS = 2_000;

export class Locating {
  samples = $state.raw<readonly DeviceFix[]>([]);
  outcome = $state.raw<FixOutcome | null>(null);
  best = $derived(
    this.samples.reduce<DeviceFix | null>(
      (best, one) => (best === null || one.accuracy_m <= best.accuracy_m ? one : best),
      null,
    ),
  );

  constructor(private readonly take: typeof takeFix = takeFix) {}

  /** Asks anew. Never fails, and nobody has to wait for it. */
  async ask(): Promise<void> {
    this.samples = [];
    this.outcome = null;
    const samples = CHECK_IN_SAMPLES_MAX;
    const onsample = (sample: DeviceFix) => {
      this.samples = [...this.samples, sample].slice(-samples);
    };
    this.outcome = await this.take({ samples, settle_ms: SETTLE_MS, onsample });
  }

  /** What is known by now, as a check-in says it. */
  whereabouts(photo_id: string | null = null): Whereabouts {
    const samples = this.samples.map(({ lon_e7, lat_e7, accuracy_m, source, at_ms }) => ({
      lon_e7,
      lat_e7,
      accuracy_m,
      source,
      at_ms,
    }));
    const { outcome } = this;
    // Not yet found is what a search that ran out of time has found.
    const missing = outcome === null ? 'timeout' : outcome.ok ? null : outcome.reason;
    return { samples, missing: samples.length > 0 ? null : missing, photo_id };
  }
}
