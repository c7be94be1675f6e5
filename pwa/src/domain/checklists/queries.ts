/** What people read of an order's checklist. Pure functions over the view. */
import { CheckAnswer, ItemKind } from '../../contract/enums';
import type {
  Attachment,
  Checklist,
  ChecklistAnswer,
  ChecklistVersion,
  Fact,
  WorkOrder,
} from '../../contract/kinds';
import type { View } from '../../sync/api';
import { type Item, isOutOfRange, itemsOf } from './rules';

/** One item with the answer that stands. */
export interface Line {
  readonly item: Item;
  readonly answer: ChecklistAnswer | undefined;
  /** "" where there is none, or it was taken back. */
  readonly value: string;
  readonly isFail: boolean;
  readonly isOutOfRange: boolean;
  /** Required, and without an answer. */
  readonly isGap: boolean;
}

export interface Sheet {
  readonly version: ChecklistVersion;
  readonly lines: readonly Line[];
  readonly answered: number;
  readonly gaps: readonly Line[];
  /** Failed or out of range: what somebody has to look at. */
  readonly alarms: readonly Line[];
}

/** The list that the order is decided by, as far as it is answered; null when it has none. */
export function sheetOf(view: View, order: WorkOrder | undefined): Sheet | null {
  const id = order?.checklist_version_id;
  const version = id ? view.get('checklist_version', id) : undefined;
  if (order === undefined || version === undefined) return null;
  const answers = view
    .by('checklist_answer', 'work_order_id', order.id)
    .filter((answer) => answer.checklist_version_id === version.id);
  const lines = itemsOf(version).map((item) =>
    lineOf(
      item,
      answers.find((answer) => answer.item === item.code),
    ),
  );
  return {
    version,
    lines,
    answered: lines.filter((line) => line.value !== '').length,
    gaps: lines.filter((line) => line.isGap),
    alarms: lines.filter((line) => line.isFail || line.isOutOfRange),
  };
}

function lineOf(item: Item, answer: ChecklistAnswer | undefined): Line {
  const value = answer?.value ?? '';
  return {
    item,
    answer,
    value,
    isFail: item.kind === ItemKind.CHECK && value === CheckAnswer.FAIL,
    isOutOfRange: isOutOfRange(item, value),
    isGap: item.is_required && value === '',
  };
}

/** A label in the reader's language; the Chinese one where there is no English. */
export function labelOf(
  one: { readonly label_zh: string; readonly label_en: string },
  locale: string,
): string {
  return locale === 'en' ? one.label_en || one.label_zh : one.label_zh;
}

/** "−10–10 mm", "≥ 4 bar", or "" where no range was named. */
export function rangeText({ min_milli: low, max_milli: high, unit }: Item): string {
  const text = (milli: number) => String(milli / 1_000).replace('-', '−');
  const bounds =
    low !== null && high !== null
      ? `${text(low)}–${text(high)}`
      : low !== null
        ? `≥ ${text(low)}`
        : high !== null
          ? `≤ ${text(high)}`
          : '';
  return [bounds, bounds && unit].filter(Boolean).join(' ');
}

export type AnswerWord = CheckAnswer | 'photo' | 'taken_back';

/** An answer as people say it. `word` knows the few words that are the same on every list. */
export function answerText(
  item: Item,
  value: string,
  locale: string,
  word: (which: AnswerWord) => string,
): string {
  if (value === '') return word('taken_back');
  switch (item.kind) {
    case ItemKind.CHECK:
      return word(value as CheckAnswer);
    case ItemKind.CHOICE: {
      const option = item.options.find((one) => one.code === value);
      return option ? labelOf(option, locale) : value;
    }
    case ItemKind.NUMBER:
      return [value.replace('-', '−'), item.unit].filter(Boolean).join(' ');
    case ItemKind.PHOTO:
      return word('photo');
    case ItemKind.TEXT:
      return value;
  }
}

/** The item that a line of history answers; undefined once its list has left. */
export function itemOfFact(view: View, fact: Fact): Item | undefined {
  const { checklist_version_id, item } = detailOf(fact);
  const version =
    typeof checklist_version_id === 'string'
      ? view.get('checklist_version', checklist_version_id)
      : undefined;
  return version && itemsOf(version).find((each) => each.code === item);
}

function detailOf(fact: Fact): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(fact.detail) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Is there a picture or a remark that names the item? What failed should not stand without. */
export function isShown(
  item: Item,
  photos: readonly Attachment[],
  notes: readonly Fact[],
): boolean {
  const names = [item.label_zh, item.label_en].filter(Boolean);
  const begins = (text: string) => names.some((name) => text.startsWith(name));
  return photos.some((photo) => begins(photo.caption)) || notes.some((note) => begins(note.text));
}

/** What failed first, then figures out of range, then gaps; the rest as the list has it. */
export function inUrgency(lines: readonly Line[]): readonly Line[] {
  const rank = (line: Line) => (line.isFail ? 0 : line.isOutOfRange ? 1 : line.isGap ? 2 : 3);
  return [...lines].sort((a, b) => rank(a) - rank(b));
}

/** The list that an order of this skill is to pin now: the skill's own, else the one for all. */
export function listFor(view: Pick<View, 'by'>, skill_id: string | null): Checklist | undefined {
  const active = (of: string | null) =>
    view
      .by('checklist', 'skill_id', of)
      .filter((list) => list.is_active)
      .sort((one, other) => (one.id < other.id ? -1 : 1))[0];
  return (skill_id ? active(skill_id) : undefined) ?? active(null);
}
