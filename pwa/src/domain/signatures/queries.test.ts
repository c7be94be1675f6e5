import { expect, test } from 'vitest';
import type { Signature } from '../../contract/kinds';
import { factRow, locationRow, orderRow, photoRow, viewOf, visitRow } from '../testing/rows';
import { nowOf, signaturesOf, wordsOn } from './queries';

const ORDER = orderRow({ id: 'order', title: '渗水', location_id: 'room', address: '阳光路 1 号' });
const VISIT = visitRow({ id: 'visit', work_order_id: 'order', summary: '重做防水' });
const USED = factRow({
  id: 'used',
  work_order_id: 'order',
  verb: 'work_order.use',
  text: '涂料',
  detail: '{"quantity_milli":2500,"unit":"kg"}',
});
const PHOTO = photoRow({ id: 'photo' });
const DRAWN = photoRow({ id: 'drawn', slot: 'signature', sha256: 'b'.repeat(64) });
const TABLES = {
  work_order: [ORDER],
  appointment: [VISIT],
  location: [locationRow({ id: 'room', name: '101 室' })],
  attachment: [PHOTO, DRAWN],
};

function signature(given: Partial<Signature> & { id: string }): Signature {
  return {
    work_order_id: 'order',
    appointment_id: 'visit',
    role: 'customer',
    signer_name: '张丽',
    relation: '',
    is_refused: false,
    reason: '',
    language: 'zh-CN',
    consent_id: 'work_seen',
    consent_version: 1,
    shown: '{"photo_count":1,"photos":[],"summary":"重做防水","title":"漏水"}',
    shown_sha256: '',
    strokes: '',
    attachment_id: null,
    author_id: null,
    device_id: '',
    device_ms: null,
    skew_ms: 0,
    at_ms: 0,
    recorded_ms: 0,
    lon_e7: null,
    lat_e7: null,
    accuracy_m: null,
    is_late: false,
    ...given,
  };
}

test('a page shows place, parts and pictures, and no drawn names', () => {
  const view = viewOf({ ...TABLES, fact: [USED] });
  expect(nowOf(view, ORDER, '重做防水')).toEqual({
    title: '渗水',
    place: '101 室',
    summary: '重做防水',
    lines: [{ item: '涂料', quantity_milli: 2_500, unit: 'kg', serial: '' }],
    photos: [{ slot: 'after', sha256: PHOTO.sha256 }],
  });
});

test('a signature that was struck through is gone', () => {
  const signed = factRow({
    id: 'fact',
    work_order_id: 'order',
    verb: 'signature.sign',
    detail: '{"signature_id":"a"}',
  });
  const rows = { ...TABLES, signature: [signature({ id: 'a' })] };
  const idsOf = (view: Parameters<typeof signaturesOf>[0]) =>
    signaturesOf(view, 'order').map(({ id }) => id);
  expect(idsOf(viewOf({ ...rows, fact: [signed] }))).toEqual(['a']);
  expect(idsOf(viewOf({ ...rows, fact: [{ ...signed, struck_by_id: 'me' }] }))).toEqual([]);
});

test('each word says whether it stands and what is different by now', () => {
  const words = wordsOn(
    viewOf({
      ...TABLES,
      signature: [
        signature({ id: 'again', at_ms: 3, shown: '{"title":"渗水"}' }),
        signature({ id: 'first', at_ms: 1 }),
        signature({ id: 'no', at_ms: 2, is_refused: true, signer_name: '', reason: '没修好' }),
      ],
    }),
    ORDER,
  );
  expect(words.map(({ signature: { id }, stands }) => [id, stands])).toEqual([
    ['first', false],
    ['no', false],
    ['again', true],
  ]);
  expect(words.map(({ changes }) => changes)).toEqual([
    [{ field: 'title', before: '漏水', after: '渗水' }],
    [],
    [],
  ]);
});
