/** The checking page: one file, no network. `pwa/build/one-file.ts` folds it into `verify.html`. */
import './verify.css';
import type { Locale } from '../ui/i18n/message';
import { checkFile, chunksOf, headsIn } from './file';
import type { Report, Trust } from './findings';
import { checkByBrowser } from './signatures';
import { viewOf } from './view';
import { type Word, wordOf } from './words';

const PUBLIC_KEY = /^[0-9a-f]{64}$/;

function part<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`verify.html has no #${id}`);
  return found;
}

const file = part('file', HTMLInputElement);
const key = part('key', HTMLInputElement);
const heads = part('heads', HTMLTextAreaElement);
const again = part('again', HTMLButtonElement);
const language = part('language', HTMLButtonElement);
const progress = part('progress', HTMLProgressElement);
const verdict = part('verdict', HTMLHeadingElement);
const result = part('result', HTMLElement);

let locale: Locale = navigator.language.startsWith('zh') ? 'zh-CN' : 'en';
let chosen: File | null = null;
let report: Report | null = null;
let trouble: Word | null = null;
/** Only the newest check may speak: an older one may end after it. */
let turn = 0;

function fillList(id: string, lines: readonly string[]): void {
  part(id, HTMLUListElement).replaceChildren(
    ...lines.map((line) => {
      const item = document.createElement('li');
      item.textContent = line;
      return item;
    }),
  );
  part(`${id}-part`, HTMLElement).hidden = lines.length === 0;
}

function show(): void {
  document.documentElement.lang = locale;
  document.title = `${wordOf('title', locale)} · Fieldward`;
  for (const each of document.querySelectorAll<HTMLElement>('[data-word]')) {
    each.textContent = wordOf(each.dataset['word'] as Word, locale);
  }
  language.lang = locale === 'en' ? 'zh-CN' : 'en';
  again.hidden = chosen === null;
  const view = report && viewOf(report, locale);
  result.hidden = view === null && trouble === null;
  result.dataset['tone'] = view?.tone ?? 'wrong';
  verdict.textContent = view?.verdict ?? (trouble ? wordOf(trouble, locale) : '');
  part('counts', HTMLParagraphElement).textContent = view?.counts ?? '';
  fillList('problems', view?.problems ?? []);
  fillList('notes', view?.notes ?? []);
}

/** What the reader brings, or what is wrong with it. */
function trusted(): Trust | Word {
  const publicKey = key.value.trim().toLowerCase();
  if (publicKey !== '' && !PUBLIC_KEY.test(publicKey)) return 'badKey';
  const given = headsIn(heads.value);
  if (given === null) return 'badHeads';
  return { keys: publicKey === '' ? [] : [publicKey], heads: given };
}

async function check(): Promise<void> {
  if (!chosen) return;
  turn += 1;
  const mine = turn;
  const { size } = chosen;
  const trust = trusted();
  [report, trouble] = [null, null];
  if (typeof trust === 'string') {
    trouble = trust;
  } else {
    show();
    progress.max = Math.max(1, size);
    progress.value = 0;
    part('working', HTMLElement).hidden = false;
    const step = (doneBytes: number): void => {
      if (mine === turn) progress.value = doneBytes;
    };
    try {
      const found = await checkFile(chunksOf(chosen), trust, checkByBrowser, step);
      if (mine !== turn) return;
      report = found;
    } catch {
      if (mine !== turn) return;
      trouble = 'cannotRead';
    }
  }
  part('working', HTMLElement).hidden = true;
  show();
  verdict.focus();
}

function choose(next: File | undefined): void {
  if (!next) return;
  chosen = next;
  void check();
}

file.addEventListener('change', () => choose(file.files?.[0]));
again.addEventListener('click', () => void check());
language.addEventListener('click', () => {
  locale = locale === 'en' ? 'zh-CN' : 'en';
  show();
});
// Dropped anywhere: beside the field the browser would open the file instead of the page.
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  choose(event.dataTransfer?.files[0]);
});

show();
