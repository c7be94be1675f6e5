import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { Session } from '../store/session';
import { openBoard, openPhone } from './open';

const SESSION: Session = {
  tenant_id: 'tenant',
  user: { id: '40000000-0000-4000-8000-000000000001', name: '王建国', locale: 'zh-CN' },
  roles: [{ role: 'technician', territory_id: null }],
  technician_id: '30000000-0000-4000-8000-000000000001',
  device_id: '50000000-0000-4000-8000-000000000001',
  token: 'secret',
};

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  const request = (_name: string, _options: object, run: () => Promise<void>) => run();
  vi.stubGlobal('navigator', { locks: { request } });
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', new EventTarget());
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no signal')));
});

afterEach(() => {
  vi.unstubAllGlobals();
});

it('a phone opens without signal, keeps what was made, and knows a wiped store from a new one', async () => {
  const first = await openPhone(SESSION);
  expect(first.wiped).toBe(false);
  const made = await first.mutate('work_order.report', { title: '漏水', address: '阳光路1号' });
  expect(first.view.get('work_order', made.born(0))?.title).toBe('漏水');
  await first.close();

  const again = await openPhone(SESSION);
  expect(again.wiped).toBe(false);
  expect(again.id).toBe(first.id);
  expect(again.view.get('work_order', made.born(0))?.state).toBe('reported');
  await again.close();

  await new Promise((resolve) => {
    indexedDB.deleteDatabase(`fieldward-tenant-${SESSION.user.id}`).onsuccess = resolve;
  });
  const wiped = await openPhone(SESSION);
  expect(wiped.wiped).toBe(true);
  expect(wiped.id).not.toBe(first.id);
  await wiped.close();
});

it('a board starts empty each time', async () => {
  const board = await openBoard(SESSION);
  await board.mutate('work_order.report', { title: '漏水', address: '阳光路1号' });
  await board.close();
  const again = await openBoard(SESSION);
  expect(again.view.all('work_order')).toHaveLength(0);
  expect(again.wiped).toBe(false);
  await again.close();
});
