/**
 * Which words exist. Types come from every area; the words themselves only from those a page
 * registers.
 */
import type { admin } from './admin';
import type { Area } from './area';
import type { board } from './board';
import type { checkIns } from './check-ins';
import type { checklists } from './checklists';
import type { common } from './common';
import type { conflicts } from './conflicts';
import type { device } from './device';
import type { errors } from './errors';
import type { held } from './held';
import type { job } from './job';
import type { login } from './login';
import type { Locale } from './message';
import type { reasons } from './reasons';
import type { states } from './states';
import type { sync } from './sync';
import type { tech } from './tech';
import type { verbs } from './verbs';

type Zh<A extends Area> = A['zh'];

export type Messages = Zh<typeof common> &
  Zh<typeof sync> &
  Zh<typeof job> &
  Zh<typeof states> &
  Zh<typeof reasons> &
  Zh<typeof verbs> &
  Zh<typeof errors> &
  Zh<typeof login> &
  Zh<typeof device> &
  Zh<typeof checkIns> &
  Zh<typeof checklists> &
  Zh<typeof conflicts> &
  Zh<typeof held> &
  Zh<typeof tech> &
  Zh<typeof board> &
  Zh<typeof admin>;

export type Key = keyof Messages & string;

const words: Record<Locale, Map<string, string>> = { 'zh-CN': new Map(), en: new Map() };

/** Makes the words of these areas available on this page. Call before mounting. */
export function register(...areas: readonly Area[]): void {
  for (const { zh, en } of areas) {
    for (const [key, text] of Object.entries(zh)) words['zh-CN'].set(key, text);
    for (const [key, text] of Object.entries(en)) words.en.set(key, text);
  }
}

export function lookUp(key: string, locale: Locale): string | undefined {
  return words[locale].get(key);
}
