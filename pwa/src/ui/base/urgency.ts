/** How a promise clock looks. */
export type Urgency = 'calm' | 'soon' | 'late';

const HOUR_MS = 3_600_000;

/**
 * Late: overdue, or under a quarter of the whole promise is left. Soon: under an hour is left.
 *
 * @param total_ms length of the whole promise; without it only the hour and the due time count
 */
export function urgencyOf(left_ms: number, total_ms?: number): Urgency {
  if (left_ms < 0) return 'late';
  if (total_ms !== undefined && left_ms < total_ms / 4) return 'late';
  return left_ms < HOUR_MS ? 'soon' : 'calm';
}
