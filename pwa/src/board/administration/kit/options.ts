/** Choices that several forms offer. */
import type { View } from '../../../sync/api';
import type { Locale } from '../../../ui/i18n/i18n.svelte';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

const collator = new Intl.Collator('zh-CN', { numeric: true });

function byLabel(a: Choice, b: Choice): number {
  return collator.compare(a.label, b.label);
}

/** Active territories, and the one that is chosen even when it is not. */
export function territoryChoices(view: View, chosen: string | null): readonly Choice[] {
  return view
    .all('territory')
    .filter((each) => each.is_active || each.id === chosen)
    .map(({ id, name }) => ({ value: id, label: name }))
    .sort(byLabel);
}

export function skillName(
  skill: { readonly name_zh: string; readonly name_en: string },
  locale: Locale,
): string {
  return locale === 'en' ? skill.name_en : skill.name_zh;
}

export function skillChoices(view: View, chosen: string | null, locale: Locale): readonly Choice[] {
  return view
    .all('skill')
    .filter((each) => each.is_active || each.id === chosen)
    .map((skill) => ({ value: skill.id, label: skillName(skill, locale) }))
    .sort(byLabel);
}

/** The zones that the browser knows, the firm's own first. */
export function zoneChoices(view: View, chosen: string): readonly Choice[] {
  const known = new Set(Intl.supportedValuesOf('timeZone'));
  const used = view.all('territory').map((each) => each.zone);
  return [...new Set([chosen, ...used, 'Asia/Shanghai', ...known])]
    .filter((zone) => zone !== '')
    .map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
}
