import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { holes } from '../ui/i18n/message';
import type { Finding, Report } from './findings';
import type { Judged, ProofVerdict } from './proof';
import { scannedIn } from './scanned';
import { paperViewOf, viewOf } from './view';
import { sentenceOf, type Word, wordOf } from './words';

const PAGE = readFileSync(new URL('../../verify.html', import.meta.url), 'utf8');
const MAIN = readFileSync(new URL('./main.ts', import.meta.url), 'utf8');
const CASES = new URL('../../../tests/contract/cases/evidence.json', import.meta.url);
const WHOLE: Report = { firm: '申江', events: 9, heads: 1, lastSeq: 12, findings: [] };

function finding(what: string, first = 7, last = 7): Finding {
  return { what, first, last, line: 3, detail: 'k' };
}

function report(...findings: Finding[]): Report {
  return { ...WHOLE, findings };
}

it('has words in both languages for whatever a check can say', () => {
  const { cases } = JSON.parse(readFileSync(CASES, 'utf8')) as {
    cases: { says: { findings: Finding[] } }[];
  };
  const all = cases.flatMap(({ says }) => says.findings);
  expect(all.length).toBeGreaterThan(100);
  for (const each of [...all, finding('unchecked_signature')]) {
    for (const locale of ['zh-CN', 'en'] as const) {
      const said = sentenceOf(each, locale);
      expect(said).not.toBe(each.what);
      expect(holes(said)).toEqual([]);
    }
  }
});

it('names events as people do', () => {
  expect(sentenceOf(finding('missing', 7, 9), 'en')).toMatch(/^events 7–9 missing/);
  expect(sentenceOf(finding('edited_payload'), 'en')).toBe('event 7: the payload was edited');
  expect(sentenceOf(finding('edited_payload'), 'zh-CN')).toBe('事件 7：内容被改过');
  expect(sentenceOf(finding('of_tomorrow'), 'en')).toBe('of_tomorrow');
});

it('is sure only with a key that somebody else has confirmed', () => {
  expect(viewOf(WHOLE, 'en').tone).toBe('whole');
  expect(viewOf(report(finding('erased')), 'en').tone).toBe('whole');
  expect(viewOf(report(finding('unpinned_key')), 'en').tone).toBe('unsure');
  expect(viewOf(report(finding('unpinned_key'), finding('cut')), 'en').tone).toBe('wrong');
});

it('tells problems from notes, and how many there are of a great many', () => {
  const view = viewOf(report(finding('erased'), finding('inserted')), 'en');
  expect(view.problems).toEqual(['event 7: inserted']);
  expect(view.notes).toHaveLength(1);
  expect(view.counts).toBe('申江: events up to 12: 9; signed heads that hold: 1.');
  const many = viewOf(report(...Array.from({ length: 700 }, () => finding('inserted'))), 'en');
  expect(many.problems).toHaveLength(501);
  expect(many.problems.at(-1)).toBe('… + 200');
});

const JUDGED: Judged = {
  verdict: 'valid',
  fingerprint: 'ab'.repeat(32),
  firm: '申江',
  form: 'certificate',
  number: 'BX-1',
  signed_ms: 0,
  public: 'k',
  is_pinned: true,
};

it('says of a paper what was found, and is sure only with a key from elsewhere', () => {
  expect(paperViewOf(JUDGED, 'en')).toMatchObject({ tone: 'whole', verdict: 'The paper is valid' });
  const unpinned = paperViewOf({ ...JUDGED, is_pinned: false }, 'en');
  expect(unpinned.tone).toBe('unsure');
  expect(unpinned.notes).toHaveLength(2);
  const wrong: ProofVerdict[] = [
    ...(['broken', 'edited', 'not_covered', 'unknown_key'] as const),
    ...(['other_paper', 'unchecked'] as const),
  ];
  const said = wrong.map((verdict) => paperViewOf({ ...JUDGED, verdict }, 'zh-CN'));
  expect(said.map(({ tone }) => tone)).toEqual(wrong.map(() => 'wrong'));
  expect(new Set(said.map(({ verdict }) => verdict)).size).toBe(wrong.length);
  expect(
    said.flatMap(({ verdict, counts, notes }) => holes([verdict, counts, ...notes].join())),
  ).toEqual([]);
});

it('reads what the code on a paper says, and nothing else', () => {
  const sha256 = 'ab'.repeat(32);
  expect(scannedIn(`#order=BX-1&sha256=${sha256}`)).toEqual({ number: 'BX-1', sha256 });
  for (const strange of [
    '',
    '#',
    '#order=BX-1',
    `#order=&sha256=${sha256}`,
    `#order=B&sha256=${sha256}0`,
  ])
    expect(scannedIn(strange)).toBe(null);
});

it('the page has every word and part that its script asks for', () => {
  const words = [...PAGE.matchAll(/data-word="(\w+)"[^>]*>([^<]*)</g)];
  expect(words.length).toBe(PAGE.split('data-word=').length - 1);
  for (const [, word, written] of words) {
    expect(wordOf(word as Word, 'en')).toBeTruthy();
    expect(written).toBe(wordOf(word as Word, 'zh-CN'));
  }
  for (const [, id] of MAIN.matchAll(/part\('(\w+)'/g)) expect(PAGE).toContain(`id="${id}"`);
  for (const [, id] of MAIN.matchAll(/fillList\('(\w+)'/g))
    expect(PAGE).toContain(`id="${id}-part"`);
});
