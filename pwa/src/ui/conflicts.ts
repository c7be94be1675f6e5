/** Words of conflict cards: fields, rows and values as people read them. */
import type { Card, Say, Side } from '../domain/conflicts/queries';
import { fmt, locale, t, tMaybe } from './i18n/i18n.svelte';

export function say(): Say {
  return { locale: locale(), word: (which) => t(`checklist.${which}`) };
}

/** "Phone", or the question that was answered. */
export function fieldWords({ conflict, asked }: Card): string {
  return asked || tMaybe(`conflict.field.${conflict.field}`, {}, conflict.field);
}

/** "Customer · Ming Estates". Without sight of the row, only what it is. */
export function whereWords({ conflict, where }: Card): string {
  const kind = tMaybe(`conflict.kind.${conflict.row_kind}`, {}, conflict.row_kind);
  return [kind, where].filter(Boolean).join(' · ');
}

const NAMED: readonly string[] = ['tier', 'locale'];

export function valueWords({ conflict }: Card, { value }: Side): string {
  if (value === null || value === undefined || value === '') return t('conflict.empty');
  const text = String(value);
  return NAMED.includes(conflict.field) ? tMaybe(`conflict.value.${text}`, {}, text) : text;
}

export function byWords({ by, at_ms }: Side, now_ms: number): string {
  const when = at_ms === null ? '' : fmt.when(at_ms, { now_ms });
  return [by, when].filter(Boolean).join(' · ') || t('conflict.by_somebody');
}
