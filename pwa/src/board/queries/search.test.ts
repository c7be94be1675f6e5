import { expect, test } from 'vitest';
import type { Contact, Customer, Technician } from '../../contract/kinds';
import { orderRow, viewOf } from './rows';
import { findCustomers, fold, score, search } from './search';

const ZHANG: Customer = {
  id: 'zhang',
  name: '张丽',
  initials: 'zl',
  tier: 'normal',
  phone: '138 1620-2207',
  remark: '',
  is_active: true,
};
const TENANT: Contact = {
  id: 'tenant',
  customer_id: 'zhang',
  name: '李敏',
  initials: 'lm',
  relation: '租户',
  phone: '13917550846',
  locale: 'zh-CN',
};
const ZHAO = { id: 'zhao', name: '赵强', initials: 'zq', phone: '1', is_active: true };
const VIEW = viewOf({
  customer: [ZHANG, { ...ZHANG, id: 'old', is_active: false }],
  contact: [TENANT],
  technician: [ZHAO as Technician],
  work_order: [
    orderRow({
      id: 'a',
      number: 'BX-2026-000452',
      title: '地下车库顶板滴水',
      customer_id: 'zhang',
    }),
    orderRow({ id: 'b', number: 'BX-2026-000451', title: '路灯不亮', address: '新场镇 K1+240' }),
  ],
});

test.each([
  ['000452', ['a']],
  ['bx2026000451', ['b']],
  ['滴水', ['a']],
  ['13816202207', ['a']],
  ['zl', ['a']],
  ['zl 路灯', []],
  ['新场镇k1', ['b']],
])('orders for "%s"', (query, ids) => {
  expect(search(VIEW, query).orders.map((each) => each.id)).toEqual(ids);
});

test('people by name, initials and the phones of their contacts', () => {
  expect(search(VIEW, 'zq').technicians.map((each) => each.id)).toEqual(['zhao']);
  expect(findCustomers(VIEW, '1391755', 5).map((each) => each.id)).toEqual(['zhang']);
  expect(findCustomers(VIEW, 'lm', 5).map((each) => each.id)).toEqual(['zhang']);
});

test('an empty question finds nothing, a full one ranks above a part', () => {
  expect(search(VIEW, '  ').orders).toEqual([]);
  expect(score(['赵强'], '赵强')).toBeGreaterThan(score(['赵强东'], '赵强'));
  expect(fold(' ＢＸ-2026 ')).toBe('bx2026');
});
