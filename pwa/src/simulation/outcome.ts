/** How a history is run, and what came of it. */
import type { Coverage } from './coverage';
import type { Violation } from './witness';

export interface Run {
  readonly isTraced?: boolean;
  /** No device's clock is wrong: the same story must end the same. */
  readonly isClockRight?: boolean;
  /** It ends with its first violation. */
  readonly isOverAtFirst?: boolean;
}

export interface Outcome {
  readonly violations: readonly Violation[];
  readonly transcript: string;
  readonly coverage: Coverage;
  readonly decided: string;
}
