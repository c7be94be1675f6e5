import { expect, test } from 'vitest';
import { orderRow, viewOf } from './rows';
import { placesOf, similarOpen } from './similar';

const VIEW = viewOf({
  work_order: [
    orderRow({ id: 'place', location_id: 'room', title: '窗户漏风', reported_ms: 2 }),
    orderRow({ id: 'caller', customer_id: 'zhang', location_id: 'other', reported_ms: 3 }),
    orderRow({ id: 'words', title: '卫生间渗水到楼下' }),
    orderRow({ id: 'closed', customer_id: 'zhang', state: 'closed', location_id: 'room' }),
    orderRow({ id: 'else', title: '路灯不亮' }),
  ],
});
const ASKED = { customer_id: null, location_id: null, address: '', title: '' };

test('same place before same caller before same words', () => {
  const asked = {
    ...ASKED,
    customer_id: 'zhang',
    location_id: 'room',
    title: '三楼卫生间渗水',
  };
  const view = { ...VIEW, get: () => undefined };
  expect(similarOpen(view, asked, 5).map((each) => each.order.id)).toEqual(['caller', 'words']);
  const withRoom = viewOf({
    work_order: VIEW.all('work_order'),
    location: [{ id: 'room', parent_id: null } as never],
  });
  expect(similarOpen(withRoom, asked, 5)).toMatchObject([
    { order: { id: 'place' }, why: 'place' },
    { order: { id: 'caller' }, why: 'customer' },
    { order: { id: 'words' }, why: 'words' },
  ]);
});

test('nothing asked, nothing similar', () => {
  expect(similarOpen(VIEW, ASKED, 5)).toEqual([]);
});

test('earlier places of a caller, newest first', () => {
  expect(placesOf(VIEW, 'zhang', 3)).toEqual(['other', 'room']);
});
