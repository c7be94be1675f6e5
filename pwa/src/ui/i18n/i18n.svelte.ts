/** Words and numbers in the language on the screen. Reading `t` in a template follows a switch. */
import type { MutationName } from '../../contract/mutations';
import { onPrefElsewhere, readPref, writePref } from '../prefs';
import type { HolesOf, Values } from './area';
import { type Key, lookUp, type Messages } from './catalogue';
import { bound } from './format';
import { fill, type Locale } from './message';

export type { Key } from './catalogue';
export type { Locale } from './message';

type Rest<K extends Key> = [HolesOf<Messages[K]>] extends [never]
  ? []
  : [values: Readonly<Record<HolesOf<Messages[K]>, string | number>>];

let current = $state<Locale>(firstLocale());

export function locale(): Locale {
  return current;
}

/** Switches all text on the page at once; kept on this device. */
export function setLocale(next: Locale, remember = true): void {
  current = next;
  if (remember) writePref('locale', next);
  if (typeof document !== 'undefined') document.documentElement.lang = next;
}

/** Call once per page: the language of the page, and what another tab of this device chooses. */
export function startLocale(): void {
  setLocale(current, false);
  onPrefElsewhere('locale', () => setLocale(firstLocale(), false));
}

/** The text of a key in the language on the screen, its holes filled. */
export function t<K extends Key>(key: K, ...rest: Rest<K>): string {
  return say(key, rest[0] ?? {}, key);
}

/** For codes that come from data (reasons, flags): an unknown one shows the fallback or itself. */
export function tMaybe(key: string, values: Values = {}, fallback: string = key): string {
  return say(key, values, fallback);
}

type Underscored<S extends string> = S extends `${infer A}.${infer B}`
  ? `${A}_${Underscored<B>}`
  : S;

/** What a mutation did, in words: history lines and the outbox. */
export function verb(name: MutationName): string {
  return t(`verb.${name.replaceAll('.', '_') as Underscored<MutationName>}`);
}

/** Formatters in the language on the screen and the zone of the device. */
export const fmt = bound(() => current);

function say(key: string, values: Values, fallback: string): string {
  const text = lookUp(key, current);
  return text === undefined ? fallback : fill(text, values, current);
}

function firstLocale(): Locale {
  const wanted = typeof navigator === 'undefined' ? 'zh-CN' : navigator.language;
  const guess: Locale = wanted.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
  return readPref<string>('locale', guess) === 'en' ? 'en' : 'zh-CN';
}
