/** What was signed and is not there: cut off at the end, or written anew. Twin of `sync/losses.py`. */
import type { Finding } from './findings';
import type { Point, Walk } from './walk';

/** A signed place at which the chain did not stand; another one has confirmed all up to `since`. */
export interface Promised {
  readonly point: Point;
  readonly since: number;
}

/** Of a walk that was closed. One loss that several witnesses tell of is one finding. */
export function losses(promises: readonly Promised[], walk: Walk): Finding[] {
  const found: Finding[] = [];
  const { tail } = walk;
  for (const { point, since } of [...promises].sort((a, b) => a.point.seq - b.point.seq)) {
    const { seq, chain } = point;
    if (chain === tail.chain) continue;
    if (seq > tail.seq) join(found, 'cut', tail.seq + 1, seq);
    else if (!walk.hasGapAt(seq)) join(found, 'rewritten', Math.min(since + 1, seq), seq);
  }
  return found;
}

function join(found: Finding[], what: string, first: number, last: number): void {
  const before = found.at(-1);
  const isSame = before?.what === what && first <= before.last + 1;
  if (isSame) found.pop();
  const from = isSame ? Math.min(before.first, first) : first;
  found.push({ what, first: from, last, line: 0, detail: '' });
}
