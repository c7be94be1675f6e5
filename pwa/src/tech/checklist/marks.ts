/** Where the last answer to an item is stored. */
import { type AnswerChecklist, Mutation } from '../../contract/mutations';
import type { OutboxItem } from '../../sync/api';
import { itemMark, type Mark } from '../marks';

/** `stored` when nothing of it is left on this phone only. */
export function answerMark(
  outbox: readonly OutboxItem[],
  work_order_id: string,
  item: string,
): Mark {
  const last = outbox.findLast((entry) => {
    if (entry.name !== Mutation.AnswerChecklist || entry.state === 'stored') return false;
    const args = entry.args as AnswerChecklist;
    return args.work_order_id === work_order_id && args.item === item;
  });
  return last ? itemMark(last) : 'stored';
}
