/** Items and answers of checklists in the reader's language. */
import type { Fact } from '../../contract/kinds';
import { type AnswerWord, answerText, itemOfFact, labelOf } from '../../domain/checklists/queries';
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

/** "门锁可靠：合格"; the answer as it was written where its list is not here. */
export function factAnswer(view: View, fact: Fact): string {
  const item = itemOfFact(view, fact);
  if (item === undefined) return fact.text;
  return t('checklist.says', { item: itemLabel(item), answer: answerWords(item, fact.text) });
}
