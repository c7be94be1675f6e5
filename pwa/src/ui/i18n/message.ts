import type { Values } from './area';

export type Locale = 'zh-CN' | 'en';

const HOLE = /\{(\w+)(?:\|([^{}]*))?\}/g;
const plurals: Record<Locale, Intl.PluralRules> = {
  'zh-CN': new Intl.PluralRules('zh-CN'),
  en: new Intl.PluralRules('en'),
};

/** Fills the holes of a message. A hole without a value stays visible: that is a mistake to see. */
export function fill(text: string, values: Values, locale: Locale): string {
  return text.replace(HOLE, (hole, name: string, forms: string | undefined) => {
    const value = values[name];
    if (value === undefined) return hole;
    if (forms === undefined) return String(value);
    return pick(forms.split('|'), Number(value), locale).replace('#', String(value));
  });
}

/** Names of the holes, sorted; both languages of a key have the same. */
export function holes(text: string): string[] {
  return [...new Set([...text.matchAll(HOLE)].map((match) => match[1] ?? ''))].sort();
}

function pick(forms: readonly string[], count: number, locale: Locale): string {
  const last = forms.at(-1) ?? '';
  const isOne = plurals[locale].select(count) === 'one';
  return isOne ? (forms[0] ?? last) : last;
}
