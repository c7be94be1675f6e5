import { describe, expect, it } from 'vitest';
import { Mutation } from '../../contract/mutations';
import { REASONS } from '../../contract/reasons';
import { allAreas } from './all';
import { fill, holes } from './message';

const zh = Object.assign({}, ...allAreas.map((area) => area.zh)) as Record<string, string>;
const en = Object.assign({}, ...allAreas.map((area) => area.en)) as Record<string, string>;

describe('the catalogue', () => {
  it('has each key in one area only', () => {
    const keys = allAreas.flatMap((area) => Object.keys(area.zh));
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });
  it('has the same keys and the same holes in both languages', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
    const uneven = Object.keys(zh).filter(
      (key) => String(holes(zh[key] ?? '')) !== String(holes(en[key] ?? '')),
    );
    expect(uneven).toEqual([]);
  });
  it('has words for every reason and mutation of the contract', () => {
    const verbs = Object.values(Mutation).map((name) => `verb.${name.replaceAll('.', '_')}`);
    const needed = [...REASONS.map((code) => `reason.${code}`), ...verbs];
    expect(needed.filter((key) => zh[key] === undefined)).toEqual([]);
  });
  it('never begs pardon, shouts or says that nothing is known', () => {
    const forbidden = /抱歉|请稍候|操作失败|系统错误|！|!|Oops|Please wait|Invalid/;
    const texts = [...Object.entries(zh), ...Object.entries(en)];
    expect(texts.filter(([, text]) => forbidden.test(text))).toEqual([]);
  });
  it('uses full-width punctuation and a space between Chinese and Latin letters', () => {
    const halfWidth = /[一-鿿][,;:?()]|[,;?()][一-鿿]/;
    const glued = /[一-鿿][A-Za-z0-9]|[A-Za-z0-9][一-鿿]/;
    const wrong = Object.entries(zh).filter(([, text]) => {
      const plain = text.replace(/\{[^}]*\}/g, '');
      return halfWidth.test(text) || glued.test(plain);
    });
    expect(wrong).toEqual([]);
  });
});

describe('fill', () => {
  it('picks the plural form of the language', () => {
    const text = '{n|# item|# items}, {bytes} left';
    expect(fill(text, { n: 1, bytes: '2 MB' }, 'en')).toBe('1 item, 2 MB left');
    expect(fill(text, { n: 0, bytes: '2 MB' }, 'en')).toBe('0 items, 2 MB left');
    expect(fill('还剩 {n} 项', { n: 1 }, 'zh-CN')).toBe('还剩 1 项');
  });
  it('leaves a hole without a value to be seen, and values with braces alone', () => {
    expect(fill('{a} {b}', { a: '{b}' }, 'en')).toBe('{b} {b}');
  });
});
