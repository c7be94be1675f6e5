/** What the queue shows, in its order: the same list for the eye and for J and K. */
import type { WorkOrder } from '../../contract/kinds';
import type { OutboxItem, View } from '../../sync/api';
import type { Board } from '../board.svelte';
import { type Attention, attentionByOrder } from '../queries/attention';
import { byUrgency, isOpen, isUnassigned, matchesFigure } from '../queries/orders';
import type { Read } from '../read.svelte';

export interface Queue {
  readonly rows: readonly WorkOrder[];
  readonly counts: {
    readonly unassigned: number;
    readonly attention: number;
    readonly all: number;
  };
  readonly attention: ReadonlyMap<string, readonly Attention[]>;
}

export function queueOf(
  view: View,
  outbox: readonly OutboxItem[],
  { tab, figure }: Pick<Board, 'tab' | 'figure'>,
  read: Read,
  now_ms: number,
): Queue {
  const attention = attentionByOrder(view, outbox, { now_ms, readUntil: read.until });
  const all = view.all('work_order');
  const open = all.filter(isOpen);
  const unassigned = open.filter((each) => isUnassigned(view, each));
  const troubled = all.filter((each) => attention.has(each.id));
  const shown = { unassigned, attention: troubled, all: open }[tab];
  const filtered =
    figure === null ? shown : shown.filter((each) => matchesFigure(view, each, figure, now_ms));
  return {
    rows: [...filtered].sort(byUrgency),
    counts: { unassigned: unassigned.length, attention: troubled.length, all: open.length },
    attention,
  };
}

export function queueIds(
  view: View,
  outbox: readonly OutboxItem[],
  board: Pick<Board, 'tab' | 'figure'>,
  read: Read,
  now_ms: number,
): readonly string[] {
  return queueOf(view, outbox, board, read, now_ms).rows.map((each) => each.id);
}
