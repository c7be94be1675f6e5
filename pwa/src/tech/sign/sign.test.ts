import { describe, expect, test } from 'vitest';
import { ENTRY_BYTES_MAX, STROKES_CHARS_MAX } from '../../contract/limits';
import { sha256Hex } from '../../device/photo';
import { changesOf, type Now } from '../../domain/signatures/changes';
import { jobWith } from '../../domain/testing/rows';
import { canonicalText } from '../../sync/canonical';
import { techSign } from '../../ui/i18n/tech-sign';
import { copyText } from './copy';
import { missingOf, type SignValues } from './missing';
import { CONSENT, shownOf, shownText } from './shown';

const FORM: SignValues = {
  mode: 'draw',
  role: 'customer',
  name: '张丽',
  relation: '',
  reason: '',
  agrees: true,
};

describe('what is still missing', () => {
  test('a drawn signature needs name, consent and more than a dot', () => {
    expect(missingOf(FORM, 'drawn')).toBeNull();
    expect(missingOf(FORM, 'none')?.words).toBe('tech.sign.no_strokes');
    expect(missingOf(FORM, 'blank')?.words).toBe('reason.blank_signature');
    expect(missingOf({ ...FORM, name: ' ' }, 'drawn')?.words).toBe('tech.sign.no_name');
    expect(missingOf({ ...FORM, agrees: false }, 'drawn')?.words).toBe('tech.sign.no_consent');
  });

  test('a typed name needs no strokes, a refusal only its reason', () => {
    const refusal: SignValues = { ...FORM, mode: 'refuse', name: '', agrees: false };
    expect(missingOf({ ...FORM, mode: 'type' }, 'none')).toBeNull();
    expect(missingOf(refusal, 'none')?.at).toBe('refuse-reason');
    expect(missingOf({ ...refusal, reason: '没修好' }, 'none')).toBeNull();
  });
});

describe('what was shown', () => {
  const job = jobWith({ state: 'completed' }, { number: 'BX-1', title: '渗水' });
  const line = { item: '涂料', quantity_milli: 2_000, unit: 'kg', serial: '' };
  const now: Now = {
    title: '渗水',
    place: '云锦苑',
    summary: '重做防水',
    lines: [line],
    photos: [{ slot: 'after', sha256: 'a'.repeat(64) }],
  };
  const base = { job, technician: '王建国', consent: '属实', language: 'zh-CN' };

  test('is the same text for the same facts, and nothing of it has changed', () => {
    const text = shownText(shownOf({ ...base, now }));
    expect(JSON.parse(text)).toMatchObject({
      number: 'BX-1',
      ...now,
      line_count: 1,
      photo_count: 1,
    });
    expect(text).toBe(shownText(shownOf({ ...base, now: { ...now } })));
    expect(text.startsWith('{"consent":"属实","consent_id":"work_seen"')).toBe(true);
    expect(changesOf(text, now)).toEqual([]);
  });

  test('no sentence stands above a refusal', () => {
    expect(shownOf({ ...base, now, consent: '' })).toMatchObject({
      consent_id: '',
      consent_version: 0,
    });
  });

  test('fits an entry however much was photographed and written', () => {
    const long: Now = {
      title: '渗'.repeat(160),
      place: '苑'.repeat(120),
      summary: '修'.repeat(2_000),
      lines: Array.from({ length: 50 }, () => ({ ...line, item: '料'.repeat(160) })),
      photos: Array.from({ length: 200 }, (_, at) => ({
        slot: 'after',
        sha256: `${at}`.padStart(64, '0'),
      })),
    };
    const shown = shownOf({ ...base, now: long });
    expect(shown).toMatchObject({ summary: long.summary, photo_count: 200, line_count: 50 });
    const text = shownText(shown);
    const named = { name: '丽'.repeat(120), relation: '主'.repeat(120), ids: 'x'.repeat(700) };
    const entry = canonicalText({ shown: text, strokes: '1'.repeat(STROKES_CHARS_MAX), ...named });
    expect(new TextEncoder().encode(entry).length).toBeLessThan(ENTRY_BYTES_MAX);
    expect(changesOf(text, long)).toEqual([]);
  });
});

test('other words above the pad are another version of them', async () => {
  const keys = ['tech.sign.consent'] as const;
  const words = keys.flatMap((key) => [techSign.zh[key], techSign.en[key]]).join('\n');
  const hash = await sha256Hex(new Blob([words]));
  const known = { work_seen: { 1: 'b47d713ba8537020' } };
  expect(known[CONSENT.consent_id][CONSENT.consent_version]).toBe(hash.slice(0, 16));
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
