import { expect, test } from 'vitest';
import type { Location } from '../../../contract/kinds';
import { treeOf } from './tree';

function place(id: string, name: string, parent_id: string | null): Location {
  return { id, name, parent_id } as Location;
}

test('parents come before their children, numbers in their order', () => {
  const places = [
    place('r2', '10 室', 'u'),
    place('r1', '9 室', 'u'),
    place('u', '1 单元', 'b'),
    place('b', '3 号楼', null),
    place('lost', '地库', 'gone'),
  ];
  expect(treeOf(places).map(({ location, depth }) => [location.id, depth])).toEqual([
    ['b', 0],
    ['u', 1],
    ['r1', 2],
    ['r2', 2],
    ['lost', 0],
  ]);
});
