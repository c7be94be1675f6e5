import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonicalText } from '../../sync/canonical';
import { fingerprint } from './document';
import { certificateOf, type OrderFile } from './drafting';
import { missingOf } from './rules';
import { checkLines, itemLines, type Language, pairsOf, type Values, wordsOf } from './values';

interface Case {
  readonly name: string;
  readonly file: OrderFile;
  readonly text: string;
  readonly fingerprint: string;
  readonly lacks: string;
  readonly says: Readonly<
    Record<
      Language,
      { pairs: Record<string, Values>; items: readonly Values[]; checks: readonly Values[] }
    >
  >;
}

const FILE = new URL('../../../../tests/contract/cases/certificate.json', import.meta.url);
const CASES = JSON.parse(readFileSync(FILE, 'utf8')) as readonly Case[];

describe('drafts what the server drafts', () => {
  it.each(CASES)('$name', ({ file, text, fingerprint: digest, lacks }) => {
    const made = certificateOf(file);
    expect(canonicalText(made)).toBe(text);
    expect(fingerprint(made)).toBe(digest);
    expect(missingOf(made)).toBe(lacks);
  });
});

describe('says what stands on the paper', () => {
  it.each(CASES)('$name', ({ file, says }) => {
    const made = certificateOf(file);
    for (const language of ['zh-CN', 'en'] as const) {
      const say = wordsOf(language);
      const { pairs, items, checks } = says[language];
      expect(pairsOf(made, say, language)).toEqual(pairs);
      expect(itemLines(made)).toEqual(items);
      expect(checkLines(made, say, language)).toEqual(checks);
    }
  });
});
