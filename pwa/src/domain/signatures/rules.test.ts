/** The shared cases of the pure rules. Python: `tests/server/signatures/test_rules.py`. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Signature } from '../../contract/kinds';
import { type Change, changesOf, type Now } from './changes';
import { checkStrokes, standing } from './rules';
import { pathOf, unpack } from './strokes';

function cases<C>(name: string): C[] {
  const file = new URL(`../../../../tests/contract/cases/signature_${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as C[];
}

describe('strokes', () => {
  const all = cases<{ name: string; strokes: string; problem: string }>('strokes');
  it.each(all)('$name', ({ strokes, problem }) => {
    const refusal = checkStrokes(strokes);
    const wanted = problem === '' || problem === 'blank' ? {} : { detail: { problem } };
    if (problem === '') expect(refusal).toBeNull();
    else
      expect(refusal).toMatchObject({
        reason: problem === 'blank' ? 'blank_signature' : 'bad_strokes',
        ...wanted,
      });
  });

  it('a typed name has none', () => expect(checkStrokes('')).toBeNull());

  it('are drawn where the pen was', () => {
    const sheet = unpack(
      '{"height_px":9,"strokes":[[10,20,0,50,5,-5,8,0],[0,0,9,50]],"width_px":9}',
    );
    expect(sheet && pathOf(sheet)).toBe('M1 2L1.5 1.5M0 0');
  });
});

describe('what has changed', () => {
  const all = cases<{ name: string; seen: object; now: Now; changes: Change[] }>('changes');
  it.each(all)('$name', ({ seen, now, changes }) => {
    expect(changesOf(JSON.stringify(seen), now)).toEqual(changes);
  });

  const now: Now = { title: 'A', place: 'B', summary: 'C', lines: [], photos: [] };
  it.each(['', '{', '[]', '{"photos":3}', '{"title":1}'])('%s accuses nobody', (text) => {
    expect(changesOf(text, now)).toEqual([]);
  });
});

describe('whose word stands', () => {
  type Word = Pick<Signature, 'role' | 'signer_name' | 'is_refused'>;
  const all = cases<{ name: string; words: Word[]; stand: number[] }>('standing');
  it.each(all)('$name', ({ words, stand }) => {
    expect(standing(words)).toEqual(stand.map((at) => words[at]));
  });
});
