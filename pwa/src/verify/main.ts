/** The checking page: one file, no network. `pwa/build/one-file.ts` folds it into `verify.html`. */
import './verify.css';
import type { Locale } from '../ui/i18n/message';
import { checkFile, chunksOf, headsIn } from './file';
import type { Trust } from './findings';
import { isProof, judge, PROOF_BYTES_MAX } from './proof';
import { type Scanned, scannedIn } from './scanned';
import { checkByBrowser } from './signatures';
import { paperViewOf, type View, viewOf } from './view';
import { type Word, wordOf } from './words';

const HASH = /^[0-9a-f]{64}$/;
const START_BYTES = 16;

function part<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`verify.html has no #${id}`);
  return found;
}

const file = part('file', HTMLInputElement);
const key = part('key', HTMLInputElement);
const paper = part('paper', HTMLInputElement);
const scanned = part('scanned', HTMLParagraphElement);
const heads = part('heads', HTMLTextAreaElement);
const again = part('again', HTMLButtonElement);
const language = part('language', HTMLButtonElement);
const progress = part('progress', HTMLProgressElement);
const verdict = part('verdict', HTMLHeadingElement);
const result = part('result', HTMLElement);

let locale: Locale = navigator.language.startsWith('zh') ? 'zh-CN' : 'en';
let chosen: File | null = null;
/** What the last check found, in whatever language is asked for. */
let found: ((locale: Locale) => View) | null = null;
let scan: Scanned | null = null;
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
  scanned.hidden = scan === null;
  scanned.textContent = scan && wordOf('scanned', locale, { number: scan.number });
  const view = found?.(locale) ?? null;
  result.hidden = view === null && trouble === null;
  result.dataset['tone'] = view?.tone ?? 'wrong';
  verdict.textContent = view?.verdict ?? (trouble ? wordOf(trouble, locale) : '');
  part('counts', HTMLParagraphElement).textContent = view?.counts ?? '';
  fillList('problems', view?.problems ?? []);
  fillList('notes', view?.notes ?? []);
}

interface Brought extends Trust {
  readonly paper: string;
}

const hexOf = (field: HTMLInputElement): string => field.value.replaceAll(/\s/g, '').toLowerCase();

/** What the reader brings, or what is wrong with it. */
function trusted(): Brought | Word {
  const [publicKey, ofPaper] = [hexOf(key), hexOf(paper)];
  if (publicKey !== '' && !HASH.test(publicKey)) return 'badKey';
  if (ofPaper !== '' && !HASH.test(ofPaper)) return 'badPaper';
  const given = headsIn(heads.value);
  if (given === null) return 'badHeads';
  return { keys: publicKey === '' ? [] : [publicKey], heads: given, paper: ofPaper };
}

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());

async function checked(
  blob: Blob,
  trust: Brought,
  step: (doneBytes: number) => void,
): Promise<(locale: Locale) => View> {
  if (isProof(await bytesOf(blob.slice(0, START_BYTES)))) {
    const bytes = await bytesOf(blob.slice(0, PROOF_BYTES_MAX));
    const judged = await judge(bytes, trust.keys, trust.paper, checkByBrowser);
    return (language) => paperViewOf(judged, language);
  }
  const report = await checkFile(chunksOf(blob), trust, checkByBrowser, step);
  return (language) => viewOf(report, language);
}

async function check(): Promise<void> {
  if (!chosen) return;
  turn += 1;
  const mine = turn;
  const { size } = chosen;
  const trust = trusted();
  [found, trouble] = [null, null];
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
      const made = await checked(chosen, trust, step);
      if (mine !== turn) return;
      found = made;
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

function readAddress(): void {
  scan = scannedIn(location.hash);
  if (scan) paper.value = scan.sha256;
  show();
}

window.addEventListener('hashchange', readAddress);
readAddress();
