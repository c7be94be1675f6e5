import { describe, expect, it } from 'vitest';
import { moveKey, type Sort, sorted } from './table';

const rows = [
  { name: '王建国', load: 3 },
  { name: '陈伟', load: null },
  { name: '赵强', load: 1 },
];
const by = (sort: Sort | null) =>
  sorted(rows, sort, (id) => (id === 'load' ? (row) => row.load : (row) => row.name)).map(
    (row) => row.name,
  );

describe('sorted', () => {
  it('leaves the rows alone without a sort', () => {
    expect(by(null)).toEqual(['王建国', '陈伟', '赵强']);
  });
  it('puts rows without a value last in both directions', () => {
    expect(by({ id: 'load', dir: 'asc' })).toEqual(['赵强', '王建国', '陈伟']);
    expect(by({ id: 'load', dir: 'desc' })).toEqual(['王建国', '赵强', '陈伟']);
  });
  it('sorts Chinese names by sound', () => {
    expect(by({ id: 'name', dir: 'asc' })).toEqual(['陈伟', '王建国', '赵强']);
  });
});

describe('moveKey', () => {
  it('moves within the rows and stops at the ends', () => {
    expect(moveKey('j', 0, 3)).toBe(1);
    expect(moveKey('ArrowDown', 2, 3)).toBe(2);
    expect(moveKey('k', 0, 3)).toBe(0);
    expect(moveKey('End', 0, 3)).toBe(2);
  });
  it('lets other keys and empty tables alone', () => {
    expect(moveKey('x', 0, 3)).toBeNull();
    expect(moveKey('j', -1, 0)).toBeNull();
  });
});
