import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonicalText } from '../../sync/canonical';
import { fingerprint } from './document';
import { certificateOf } from './drafting';
import type { OrderFile } from './file';
import { missingOf } from './rules';
import {
  changeLines,
  checkLines,
  itemLines,
  type Language,
  pairsOf,
  type Values,
  wordsOf,
} from './values';

interface Draft {
  readonly name: string;
  /** What is other than in `full`. */
  readonly file: Partial<OrderFile>;
  readonly text: string;
  readonly fingerprint: string;
  readonly lacks: string;
}

interface Page {
  /** Of its draft. */
  readonly name: string;
  readonly language: Language;
  readonly pairs: Readonly<Record<string, Values>>;
  readonly items: readonly Values[];
  readonly checks: readonly Values[];
  readonly changes: readonly (readonly string[])[];
}

const FILE = new URL('../../../../tests/contract/cases/certificate.json', import.meta.url);
const { full, drafts, pages } = JSON.parse(readFileSync(FILE, 'utf8')) as {
  readonly full: OrderFile;
  readonly drafts: readonly Draft[];
  readonly pages: readonly Page[];
};

describe('drafts what the server drafts', () => {
  it.each(drafts)('$name', ({ file, text, fingerprint: digest, lacks }) => {
    const made = certificateOf({ ...full, ...file });
    expect(canonicalText(made)).toBe(text);
    expect(fingerprint(made)).toBe(digest);
    expect(missingOf(made)).toBe(lacks);
  });
});

describe('says what stands on the paper', () => {
  it.each(pages)('$name, $language', ({ name, language, pairs, items, checks, changes }) => {
    const draft = drafts.find((each) => each.name === name);
    const made = certificateOf({ ...full, ...draft?.file });
    const say = wordsOf(language);
    expect(pairsOf(made, say, language)).toEqual(pairs);
    expect(itemLines(made)).toEqual(items);
    expect(checkLines(made, say, language)).toEqual(checks);
    expect(changeLines(made, say)).toEqual(changes);
  });
});
