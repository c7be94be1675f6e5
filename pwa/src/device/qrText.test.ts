import { describe, expect, it } from 'vitest';
import { makeQr, parseQr } from './qrText';

describe('parseQr', () => {
  it('reads back what it makes', () => {
    expect(parseQr(makeQr.order('0198c0de'))).toEqual({ kind: 'order', id: '0198c0de' });
    expect(parseQr(makeQr.place('YJ-3-1802'))).toEqual({ kind: 'place', code: 'YJ-3-1802' });
    expect(parseQr(makeQr.asset('冷机/2#'))).toEqual({ kind: 'asset', code: '冷机/2#' });
    expect(parseQr(makeQr.join('7K4F', 'https://fw.example.com'))).toEqual({
      kind: 'join',
      code: '7K4F',
      origin: 'https://fw.example.com',
    });
  });
  it('keeps only the origin of the server', () => {
    expect(parseQr('fieldward:join?c=a&h=https%3A%2F%2Ffw.example.com%2Fx%3Fy')).toMatchObject({
      origin: 'https://fw.example.com',
    });
  });
  it.each([
    'https://example.com/pay',
    'fieldward:order/',
    'fieldward:order/a/b',
    'fieldward:unknown/1',
    'fieldward:place/%E0%A4',
    'fieldward:join?c=a',
    'fieldward:join?c=a&h=javascript:alert(1)',
    'fieldward:join?c=a&h=https://you@evil.example',
    '',
  ])('takes nothing else for ours: %s', (text) => {
    expect(parseQr(text)).toEqual({ kind: 'other', text });
  });
});
