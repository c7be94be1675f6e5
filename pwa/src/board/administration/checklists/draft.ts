/** A checklist as it is being written: texts of fields, and what becomes of them. Pure. */
import type { ItemKind } from '../../../contract/enums';
import type { ChecklistItem, ChecklistOption } from '../../../contract/mutations';
import type { Item } from '../../../domain/checklists/rules';

export interface ItemDraft {
  /** Tells the rows of the editor apart; never stored. */
  readonly key: number;
  readonly code: string;
  readonly kind: ItemKind;
  readonly label_zh: string;
  readonly label_en: string;
  readonly is_required: boolean;
  readonly unit: string;
  readonly min: string;
  readonly max: string;
  /** One line an option: `中文 | English`. */
  readonly options: string;
  readonly known: readonly ChecklistOption[];
}

const DECIMAL = /^-?\d{1,9}(\.\d{1,3})?$/;
const MILLI = 1_000;

export function emptyItem(key: number, taken: readonly string[]): ItemDraft {
  let n = taken.length + 1;
  while (taken.includes(`item_${n}`)) n += 1;
  return {
    key,
    code: `item_${n}`,
    kind: 'check',
    label_zh: '',
    label_en: '',
    is_required: true,
    unit: '',
    min: '',
    max: '',
    options: '',
    known: [],
  };
}

function decimalOf(milli: number | null): string {
  return milli === null ? '' : String(milli / MILLI);
}

export function draftOf(item: Item, key: number): ItemDraft {
  return {
    key,
    code: item.code,
    kind: item.kind,
    label_zh: item.label_zh,
    label_en: item.label_en,
    is_required: item.is_required,
    unit: item.unit,
    min: decimalOf(item.min_milli),
    max: decimalOf(item.max_milli),
    options: item.options
      .map(({ label_zh, label_en }) => (label_en === '' ? label_zh : `${label_zh} | ${label_en}`))
      .join('\n'),
    known: item.options,
  };
}

/** `"36.6"` → 36600; null for nothing; undefined for what is no number. */
export function milliOf(text: string): number | null | undefined {
  const clean = text.trim();
  if (clean === '') return null;
  return DECIMAL.test(clean) ? Math.round(Number(clean) * MILLI) : undefined;
}

/** An option keeps its code as long as its Chinese words stand; new ones get a free code. */
export function optionsOf(
  text: string,
  known: readonly ChecklistOption[],
): readonly ChecklistOption[] {
  const used = new Set(known.map((each) => each.code));
  return text
    .split('\n')
    .map((line) => line.split('|').map((part) => part.trim()))
    .filter(([zh]) => zh !== undefined && zh !== '')
    .map(([label_zh = '', label_en = '']) => {
      const code = known.find((each) => each.label_zh === label_zh)?.code ?? freeCode(used);
      used.add(code);
      return { code, label_zh, label_en };
    });
}

function freeCode(used: ReadonlySet<string>): string {
  let n = 1;
  while (used.has(`option_${n}`)) n += 1;
  return `option_${n}`;
}

/** Only what its kind asks for is stored. */
export function itemOf(draft: ItemDraft): ChecklistItem {
  const { code, kind, is_required } = draft;
  const isNumber = kind === 'number';
  return {
    code: code.trim(),
    kind,
    label_zh: draft.label_zh.trim(),
    label_en: draft.label_en.trim(),
    is_required,
    unit: isNumber ? draft.unit.trim() : '',
    min_milli: isNumber ? (milliOf(draft.min) ?? null) : null,
    max_milli: isNumber ? (milliOf(draft.max) ?? null) : null,
    options: kind === 'choice' ? optionsOf(draft.options, draft.known) : [],
  };
}

export type ItemProblem = 'label' | 'code' | 'range' | null;

/** What the server could only call broken: found here, so that it is said at the item. */
export function problemOf(draft: ItemDraft): ItemProblem {
  if (draft.label_zh.trim() === '') return 'label';
  if (!/^[a-z0-9_]{1,40}$/.test(draft.code.trim())) return 'code';
  if (draft.kind !== 'number') return null;
  const isRead = milliOf(draft.min) !== undefined && milliOf(draft.max) !== undefined;
  return isRead ? null : 'range';
}

/** The list with one item at another place. */
export function moved<T>(items: readonly T[], from: number, to: number): readonly T[] {
  const item = items[from];
  if (item === undefined || to < 0 || to >= items.length) return items;
  const rest = items.filter((_, at) => at !== from);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}
