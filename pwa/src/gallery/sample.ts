/** Invented people and places in both languages, with names long enough to break a row. */
import { locale } from '../ui/i18n/i18n.svelte';

/** Friday 2026-11-20 09:30 in Shanghai */
export const NOW_MS = Date.UTC(2026, 10, 20, 1, 30);
export const ZONE = 'Asia/Shanghai';
export const MINUTE_MS = 60_000;

export function say(zh: string, en: string): string {
  return locale() === 'zh-CN' ? zh : en;
}

export const LONG = () =>
  say(
    '地下二层配电间东侧顶板与风管交接处持续滴水，雨后加重，物业已放水桶',
    'Steady dripping where the duct meets the slab east of the switch room, worse after rain',
  );

/** A grey picture as a data URL, so that a thumbnail is there without a file. */
export const THUMB =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 30'%3E" +
  "%3Cpath fill='%23a9b5b5' d='M0 0h40v30H0z'/%3E" +
  "%3Cpath fill='%23778480' d='M0 20l20-5 20 5v10H0z'/%3E" +
  "%3Cellipse cx='20' cy='20' rx='9' ry='4' fill='%23a0703a'/%3E%3C/svg%3E";
