import { describe, expect, test } from 'vitest';
import { ENTRY_BYTES_MAX } from '../../contract/limits';
import { factRow, jobWith, photoRow } from '../../domain/testing/rows';
import { copyText } from './copy';
import { missingOf, type SignValues } from './missing';
import { shownOf, shownText } from './shown';

const FORM: SignValues = { mode: 'draw', name: '张丽', relation: '', reason: '', agrees: true };

describe('what is still missing', () => {
  test('a drawn signature needs name, consent and strokes', () => {
    expect(missingOf(FORM, false)).toBeNull();
    expect(missingOf(FORM, true)?.words).toBe('tech.sign.no_strokes');
    expect(missingOf({ ...FORM, name: ' ' }, false)?.words).toBe('tech.sign.no_name');
    expect(missingOf({ ...FORM, agrees: false }, false)?.words).toBe('tech.sign.no_consent');
  });

  test('a typed name needs no strokes, a refusal only its reason', () => {
    expect(missingOf({ ...FORM, mode: 'type' }, true)).toBeNull();
    expect(missingOf({ ...FORM, mode: 'refuse', name: '', agrees: false }, true)?.at).toBe(
      'refuse-reason',
    );
    expect(
      missingOf({ ...FORM, mode: 'refuse', reason: '没修好', agrees: false }, true),
    ).toBeNull();
  });
});

describe('what was shown', () => {
  const job = jobWith(
    { state: 'completed', summary: '重做防水' },
    { number: 'BX-1', title: '渗水' },
  );
  const used = [factRow({ id: 'f', text: '涂料', detail: '{"quantity_milli":2000,"unit":"kg"}' })];
  const base = { job, used, technician: '王建国', consent: '属实', locale: 'zh-CN' };

  test('is the same text for the same facts', () => {
    const text = shownText(shownOf({ ...base, photos: [photoRow({ id: 'p' })] }));
    expect(JSON.parse(text)).toMatchObject({
      number: 'BX-1',
      summary: '重做防水',
      parts: ['涂料 2 kg'],
      photo_count: 1,
    });
    expect(text).toBe(shownText(shownOf({ ...base, photos: [photoRow({ id: 'p' })] })));
    expect(text.startsWith('{"consent"')).toBe(true);
  });

  test('fits an entry however much was photographed and written', () => {
    const photos = Array.from({ length: 200 }, (_, at) => photoRow({ id: `p${at}` }));
    const long = jobWith({ summary: '修'.repeat(2_000) }, { title: '渗'.repeat(160) });
    const shown = shownOf({
      ...base,
      job: long,
      photos,
      used: Array.from({ length: 50 }, () => used[0] ?? factRow({ id: 'f' })),
    });
    expect(shown.photo_count).toBe(200);
    const text = shownText(shown);
    expect(text.length).toBeLessThanOrEqual(12_000);
    expect(new TextEncoder().encode(text).length).toBeLessThan(ENTRY_BYTES_MAX - 2_000);
  });
});

test('the copy is short enough for an old camera', () => {
  const text = copyText({
    number: 'BX-2026-000123',
    title: '渗'.repeat(200),
    place: '苑'.repeat(200),
    at: '2026-11-21 12:02',
    technician: '王建国',
    by: '张丽 · 业主本人',
    hash: 'a'.repeat(64),
  });
  expect(text.split('\n')).toHaveLength(6);
  expect(new TextEncoder().encode(text).length).toBeLessThan(700);
});
