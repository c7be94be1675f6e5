import { describe, expect, test } from 'vitest';
import { jobWith } from '../domain/testing/rows';
import { localCode } from './report/localCode';
import { demoLogins } from './signin/demo';
import { deviceName } from './signin/deviceName';
import { windowOf } from './today/words';

test('a local code can be said aloud', () => {
  expect(localCode(new Uint8Array([0, 1, 2, 30, 31, 99]))).toMatch(/^X-[A-HJ-NP-Z2-9]{5}$/);
  expect(localCode(new Uint8Array(5).fill(1))).not.toBe(localCode(new Uint8Array(5).fill(2)));
});

describe('the name of this phone', () => {
  test.each([
    [
      'Mozilla/5.0 (Linux; Android 13; Redmi Note 12 Build/X) AppleWebKit/537.36 Chrome/120',
      'Redmi Note 12',
    ],
    ['Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/120 Mobile', 'Android'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)', 'iPhone'],
    ['something else', 'Phone'],
  ])('%s', (agent, name) => {
    expect(deviceName(agent)).toBe(name);
  });
});

test('demo logins come only from what the server wrote', () => {
  const one = { login: 'wang', password: 'demo', role: 'technician' };
  expect(demoLogins(JSON.stringify([one, { login: 'x' }, null]))).toEqual([one]);
  for (const content of [null, undefined, '', '{', '{}']) expect(demoLogins(content)).toEqual([]);
});

test('a window may end after midnight', () => {
  const job = jobWith({ start_local: '2026-11-20T23:30', duration_min: 90 });
  expect(windowOf(job)).toBe('23:30–01:00');
});
