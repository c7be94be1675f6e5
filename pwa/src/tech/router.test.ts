import { describe, expect, test } from 'vitest';
import { hrefOf, ROUTES, resumed, routeOf } from './router';

describe('addresses', () => {
  test('the bare address is today', () => {
    for (const hash of ['', '#', '#/', '#/today', '#/today/'])
      expect(routeOf(hash).name).toBe('today');
  });

  test.each(ROUTES.map((one) => one.name))('%s leads there and back', (name) => {
    const route = routeOf(hrefOf(name, { id: 'a/b c', code: '号-1' }, { slot: 'after' }));
    expect(route.name).toBe(name);
    expect(route.query.get('slot')).toBe('after');
    for (const value of Object.values(route.params)) expect(['a/b c', '号-1']).toContain(value);
  });

  test('what is unknown is missing, broken codes do no harm', () => {
    expect(routeOf('#/nowhere').name).toBe('missing');
    expect(routeOf('#/job/%E4%').params['id']).toBe('%E4%');
  });
});

describe('coming back after the phone was killed', () => {
  const last = (hash: string) => ({ hash, at_ms: 1_000 });

  test('into the middle of a piece of work, and for a while only', () => {
    expect(resumed(last('#/job/a/camera?slot=after'), 2_000)).toBe('#/job/a/camera?slot=after');
    expect(resumed(last('#/job/a/camera'), 1_000 + 3 * 3_600_000)).toBeNull();
  });

  test('not into lists', () => {
    expect(resumed(last('#/outbox'), 2_000)).toBeNull();
    expect(resumed(undefined, 2_000)).toBeNull();
  });
});
