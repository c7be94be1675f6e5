/** Which picture from before the repair an after picture is to be held against. */
import type { Attachment } from '../../contract/kinds';

export interface Pair {
  readonly before: Attachment;
  readonly after: Attachment;
}

/**
 * One for each after picture that can be shown: the newest before picture that was there when it
 * was taken, as the camera showed it; of those with the same caption, if there are any. Oldest first.
 */
export function pairsOf(pictures: readonly Attachment[]): Pair[] {
  const shown = pictures.filter(isShown).sort((a, b) => a.captured_ms - b.captured_ms);
  return shown.flatMap((after) => {
    if (after.slot !== 'after') return [];
    const earlier = shown.filter(
      (one) => one.slot === 'before' && one.captured_ms <= after.captured_ms,
    );
    const same = after.caption ? earlier.filter((one) => one.caption === after.caption) : [];
    const before = same.at(-1) ?? earlier.at(-1);
    return before ? [{ before, after }] : [];
  });
}

function isShown({ state, media_type, broken_reason }: Attachment): boolean {
  return state === 'stored' && media_type.startsWith('image/') && broken_reason === '';
}
