import { expect, test } from 'vitest';
import { hrefOf, ROUTES, routeOf } from './router';

test.each(ROUTES.map((each) => each.name))('%s is reached by its own address', (name) => {
  expect(routeOf(hrefOf(name, { number: 'BX-2026/1 甲' })).name).toBe(name);
});

test('parameters and queries come through', () => {
  const route = routeOf(hrefOf('order', { number: 'W/1 甲' }, { figure: 'overdue' }));
  expect(route.params['number']).toBe('W/1 甲');
  expect(route.query.get('figure')).toBe('overdue');
});

test.each(['', '#', '#/'])('"%s" is the board', (hash) => {
  expect(routeOf(hash).name).toBe('board');
});

test.each(['#/nowhere', '#/orders/a/b', '#/orders/%E0%A4%A'])('"%s" does not crash', (hash) => {
  expect(['missing', 'order']).toContain(routeOf(hash).name);
});
