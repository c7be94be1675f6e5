import { expect, test } from 'vitest';
import type { Asset, Contact, Customer, Location, Project, Technician } from '../../contract/kinds';
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
const GARDEN = { id: 'garden', name: '锦绣花园', initials: 'jxhy', is_active: true } as Project;
const PLACE = { kind: 'room', project_id: 'garden', code: '', address: '', is_active: true };
const BUILDING = {
  ...PLACE,
  id: 'building',
  parent_id: null,
  name: '3 号楼',
  initials: '3hl',
  address: '花园路 8 号',
} as Location;
const ROOM = {
  ...PLACE,
  id: 'room',
  parent_id: 'building',
  name: '1201 室',
  initials: '1201s',
  code: 'JX-3-1201',
} as Location;
const LIFT = {
  id: 'lift',
  name: '电梯',
  initials: 'dt',
  code: 'A-7KQ2',
  serial: 'SN 99/17',
  model: 'M2',
  manufacturer: '',
  location_id: 'building',
  is_active: true,
} as Asset;
const VIEW = viewOf({
  project: [GARDEN],
  location: [BUILDING, ROOM],
  asset: [LIFT, { ...LIFT, id: 'gone', is_active: false }],
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
    orderRow({
      id: 'c',
      number: null,
      local_code: 'B-9XYZ',
      location_id: 'room',
      asset_id: 'lift',
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
  ['b9xyz', ['c']],
  ['jxhy', ['c']],
  ['jx31201', ['c']],
  ['花园路 8', ['c']],
  ['sn99/17', ['c']],
  ['a7kq2', ['c']],
])('orders for "%s"', (query, ids) => {
  expect(search(VIEW, query).orders.map((each) => each.id)).toEqual(ids);
});

test('people by name, initials and the phones of their contacts', () => {
  expect(search(VIEW, 'zq').technicians.map((each) => each.id)).toEqual(['zhao']);
  expect(findCustomers(VIEW, '1391755', 5).map((each) => each.id)).toEqual(['zhang']);
  expect(findCustomers(VIEW, 'lm', 5).map((each) => each.id)).toEqual(['zhang']);
});

test.each([
  ['jxhy', ['garden'], [], []],
  ['锦绣 1201', [], ['room'], []],
  ['jx-3-1201', [], ['room'], []],
  ['花园路', [], ['building'], []],
  ['dt', [], [], ['lift']],
  ['A-7KQ2', [], [], ['lift']],
  ['sn 99', [], [], ['lift']],
])('projects, places and assets for "%s"', (query, projects, places, assets) => {
  const hits = search(VIEW, query);
  expect(hits.projects.map((each) => each.id)).toEqual(projects);
  expect([...hits.places].sort()).toEqual(places);
  expect(hits.assets.map((each) => each.id)).toEqual(assets);
});

test('an empty question finds nothing, a full one ranks above a part', () => {
  expect(search(VIEW, '  ').orders).toEqual([]);
  expect(score(['赵强'], '赵强')).toBeGreaterThan(score(['赵强东'], '赵强'));
  expect(fold(' ＢＸ-2026 ')).toBe('bx2026');
});
