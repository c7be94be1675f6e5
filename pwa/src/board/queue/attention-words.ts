/** Why an order is on the list 要处理, in a few words. */
import { t, verb } from '../../ui/i18n/i18n.svelte';
import type { Attention } from '../queries/attention';

export function attentionWords(attention: Attention): string {
  switch (attention.kind) {
    case 'late':
      return t('board.attention.late', { n: attention.facts.length });
    case 'remark':
      return t('board.attention.remark', { n: attention.facts.length });
    case 'conflict':
      return t('conflict.bar', { n: attention.n });
    case 'check_in':
      return t('board.check_in.bar', { n: attention.n });
    case 'gaps':
      return t('checklist.gaps', { n: attention.n });
    case 'refused':
      return t('board.refused.title', { what: verb(attention.item.name) });
    default:
      return t(`board.attention.${attention.kind}`);
  }
}
