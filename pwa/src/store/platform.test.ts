import { afterEach, expect, it, vi } from 'vitest';
import { eventually } from '../eventually.test.helper';

import type { TabMessage } from '../sync/ports';
import { browserClock, browserIds, onWake, ringLog, tabChannel, webLocks } from './platform';

/** Locks as a browser grants them: one holder, others in order, each may give up waiting. */
function lockManager(): LockManager {
  let last: Promise<unknown> = Promise.resolve();
  const request = (
    _name: string,
    { signal }: LockOptions,
    run: () => Promise<void>,
  ): Promise<void> => {
    const mine = last.then(() => {
      if (signal?.aborted) throw new DOMException('gave up', 'AbortError');
      return run();
    });
    last = mine.catch(() => undefined);
    return mine;
  };
  return { request } as unknown as LockManager;
}

it('one tab leads, the next takes over, one that gave up does not', async () => {
  const manager = lockManager();
  const led: string[] = [];
  const first = webLocks('x', manager).lead(() => led.push('first'));
  await eventually(() => expect(led).toEqual(['first']));
  const second = webLocks('x', manager).lead(() => led.push('second'));
  const third = webLocks('x', manager).lead(() => led.push('third'));
  second();
  first();
  await eventually(() => expect(led).toEqual(['first', 'third']));
  third();
});

it('tabs hear each other and not themselves', async () => {
  const one = tabChannel('tabs');
  const two = tabChannel('tabs');
  const heard: [string, TabMessage][] = [];
  const ends = [
    one.hear((message) => heard.push(['one', message])),
    two.hear((message) => heard.push(['two', message])),
  ];
  one.post({ kind: 'poke' });
  await eventually(() => expect(heard).toEqual([['two', { kind: 'poke' }]]));
  for (const end of ends) end();
});

it('ids are new each time and nonces have the form of the protocol', () => {
  const ids = browserIds();
  const nonces = Array.from({ length: 50 }, () => ids.nonce());
  expect(nonces.every((nonce) => /^[A-Za-z0-9_-]{8}$/.test(nonce))).toBe(true);
  expect(new Set(nonces).size).toBe(50);
  expect(ids.uuid(1)).toMatch(/^00000000-0001-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it('the log keeps the last lines only', () => {
  const log = ringLog(browserClock());
  for (let at = 0; at < 300; at += 1) log.warn(`line ${at}`, new Error('why'));
  expect(log.lines()).toHaveLength(200);
  expect(log.lines().at(-1)).toMatchObject({ what: 'line 299', detail: 'Error: why' });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

it('wakes when the network is back or the page is seen, and no more after it ended', () => {
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), { visibilityState: 'hidden' });
  vi.stubGlobal('window', window);
  vi.stubGlobal('document', document);
  const run = vi.fn();
  const end = onWake(run);
  window.dispatchEvent(new Event('online'));
  document.dispatchEvent(new Event('visibilitychange'));
  expect(run).toHaveBeenCalledTimes(1);
  document.visibilityState = 'visible';
  document.dispatchEvent(new Event('visibilitychange'));
  expect(run).toHaveBeenCalledTimes(2);
  end();
  window.dispatchEvent(new Event('online'));
  expect(run).toHaveBeenCalledTimes(2);
});
