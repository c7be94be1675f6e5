import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { holes } from '../ui/i18n/message';
import type { Finding, Report } from './findings';
import { viewOf } from './view';
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
