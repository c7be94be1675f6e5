/** Items and answers in the language of this phone. */
import type { Fact } from '../../contract/kinds';
import {
  type AnswerWord,
  answerText,
  itemOfFact,
  labelOf,
  rangeText,
} from '../../domain/checklists/queries';
import type { Item } from '../../domain/checklists/rules';
import type { View } from '../../sync/api';
import { locale, t } from '../../ui/i18n/i18n.svelte';

const word = (which: AnswerWord): string => t(`checklist.${which}`);

export function itemLabel(one: Pick<Item, 'label_zh' | 'label_en'>): string {
  return labelOf(one, locale());
}

export function answerWords(item: Item, value: string): string {
  return answerText(item, value, locale(), word);
}

export function rangeWords(item: Item): string {
  const range = rangeText(item);
  return range === '' ? item.unit : t('checklist.range', { range });
}

/** "门锁可靠：合格". A list that has left this phone leaves the answer as it was written. */
export function factAnswer(view: View, fact: Fact): string {
  const item = itemOfFact(view, fact);
  if (item === undefined) return fact.text;
  return t('checklist.says', { item: itemLabel(item), answer: answerWords(item, fact.text) });
}
