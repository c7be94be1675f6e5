/** What counts as an answer. Pure; means the same as `server/checklists/rules.py`. */
import { CheckAnswer, ItemKind } from '../../contract/enums';
import type { ChecklistAnswer, ChecklistVersion } from '../../contract/kinds';
import type { ChecklistItem, ChecklistOption } from '../../contract/mutations';
import type { Refusal } from '../../sync/mutator';

export type Item = Required<Omit<ChecklistItem, 'options'>> & {
  readonly options: readonly Required<ChecklistOption>[];
};

const ITEMS_CHARS_MAX = 12_000;
const DECIMAL = /^-?\d{1,9}(\.\d{1,3})?$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const CHECK_ANSWERS: readonly string[] = Object.values(CheckAnswer);

/** An item with everything that it left to the defaults. */
export function wholeItem(item: ChecklistItem): Item {
  const options = (item.options ?? []).map((option) => ({
    code: option.code,
    label_zh: option.label_zh,
    label_en: option.label_en ?? '',
  }));
  return {
    code: item.code,
    kind: item.kind,
    label_zh: item.label_zh,
    label_en: item.label_en ?? '',
    is_required: item.is_required ?? false,
    unit: item.unit ?? '',
    min_milli: item.min_milli ?? null,
    max_milli: item.max_milli ?? null,
    options,
  };
}

/** The items of a version, as the server wrote them. */
export function itemsOf(version: Pick<ChecklistVersion, 'items'>): readonly Item[] {
  return JSON.parse(version.items) as readonly Item[];
}

function problemOf(item: Item): string {
  const codes = item.options.map((option) => option.code);
  if (item.kind === ItemKind.CHOICE && codes.length < 2) return 'few_options';
  if (new Set(codes).size < codes.length) return 'option_twice';
  const { min_milli: low, max_milli: high } = item;
  return low !== null && high !== null && low > high ? 'empty_range' : '';
}

/** Codes are unique, choices have options, a range is one, and all of it fits one column. */
export function checkItems(items: readonly Item[], packed: string): Refusal | null {
  for (const item of items) {
    const isTwice = items.filter((other) => other.code === item.code).length > 1;
    const problem = isTwice ? 'code_twice' : problemOf(item);
    if (problem) return { reason: 'bad_items', detail: { code: item.code, problem } };
  }
  const isTooLong = [...packed].length > ITEMS_CHARS_MAX;
  return isTooLong ? { reason: 'bad_items', detail: { code: '', problem: 'too_long' } } : null;
}

/** A number outside its range is an answer: what was measured is what was measured. */
export function checkAnswer(items: readonly Item[], code: string, value: string): Refusal | null {
  const item = items.find((each) => each.code === code);
  if (item && (!value || fits(item, value))) return null;
  return { reason: 'bad_answer', detail: { item: code } };
}

function fits(item: Item, value: string): boolean {
  if (item.kind === ItemKind.CHECK) return CHECK_ANSWERS.includes(value);
  if (item.kind === ItemKind.CHOICE) return item.options.some((option) => option.code === value);
  if (item.kind === ItemKind.NUMBER) return DECIMAL.test(value);
  if (item.kind === ItemKind.PHOTO) return UUID.test(value);
  return value.trim() !== '';
}

/** Outside the range that the list names: shown as such, never refused. */
export function isOutOfRange(item: Item, value: string): boolean {
  if (item.kind !== ItemKind.NUMBER || !DECIMAL.test(value)) return false;
  const milli = Math.round(Number(value) * 1_000);
  const { min_milli, max_milli } = item;
  return (min_milli !== null && milli < min_milli) || (max_milli !== null && milli > max_milli);
}

/** Codes of required items without an answer, in the list's order. */
export function missing(items: readonly Item[], answers: ReadonlyMap<string, string>): string[] {
  return items
    .filter((item) => item.is_required && !answers.get(item.code))
    .map((item) => item.code);
}

/** Item → its standing answer, for one version. */
export function answersOf(
  answers: readonly ChecklistAnswer[],
  version_id: string,
): Map<string, string> {
  const ofVersion = answers.filter((answer) => answer.checklist_version_id === version_id);
  return new Map(ofVersion.map((answer) => [answer.item, answer.value]));
}
