/** The browser behind the engine's ports. */
import { uuid7 } from '../sync/ids';
import type { Channel, Clock, Ids, Locks, Log, TabMessage } from '../sync/ports';

const LOG_LINES_MAX = 200;
const TIMER_MS_MAX = 2 ** 31 - 1;

export function browserClock(): Clock {
  return {
    nowMs: () => Date.now(),
    monoMs: () => performance.now(),
    zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    after(delay_ms, run) {
      const timer = setTimeout(run, Math.min(delay_ms, TIMER_MS_MAX));
      return () => clearTimeout(timer);
    },
  };
}

export function browserIds(): Ids {
  return {
    uuid: (now_ms) => uuid7(now_ms, crypto.getRandomValues(new Uint8Array(10))),
    nonce() {
      const bytes = crypto.getRandomValues(new Uint8Array(6));
      return btoa(String.fromCharCode(...bytes))
        .replaceAll('+', '-')
        .replaceAll('/', '_');
    },
    fraction: () => Math.random(),
  };
}

/** The tab that holds the lock leads; the next one takes over when it goes. */
export function webLocks(name: string, locks: LockManager = navigator.locks): Locks {
  return {
    lead(onLead) {
      const waiting = new AbortController();
      let release: () => void = () => waiting.abort();
      const lead = (): Promise<void> =>
        new Promise((resolve) => {
          release = resolve;
          onLead();
        });
      // Giving up while waiting rejects the request: that is how it ends, not an error.
      locks.request(name, { signal: waiting.signal }, lead).catch(() => undefined);
      return () => release();
    },
  };
}

/** The only user of its store leads at once. */
export function alone(): { locks: Locks; channel: Channel } {
  return {
    locks: {
      lead(onLead) {
        onLead();
        return () => undefined;
      },
    },
    channel: { post: () => undefined, hear: () => () => undefined },
  };
}

export function tabChannel(name: string): Channel {
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage(message),
    hear(listener) {
      const onMessage = (event: MessageEvent): void => listener(event.data as TabMessage);
      channel.addEventListener('message', onMessage);
      return () => {
        channel.removeEventListener('message', onMessage);
        channel.close();
      };
    },
  };
}

/** When the network says it is back, and when somebody looks at the page again. */
export function onWake(run: () => void): () => void {
  const onVisible = (): void => {
    if (document.visibilityState === 'visible') run();
  };
  window.addEventListener('online', run);
  document.addEventListener('visibilitychange', onVisible);
  return () => {
    window.removeEventListener('online', run);
    document.removeEventListener('visibilitychange', onVisible);
  };
}

export interface LogLine {
  readonly at_ms: number;
  readonly what: string;
  readonly detail: string;
}

/** The last lines, for a person who asks for help. */
export function ringLog(clock: Clock): Log & { lines(): readonly LogLine[] } {
  const lines: LogLine[] = [];
  return {
    warn(what, detail) {
      const text =
        detail instanceof Error ? `${detail.name}: ${detail.message}` : JSON.stringify(detail);
      lines.push({ at_ms: clock.nowMs(), what, detail: text ?? '' });
      if (lines.length > LOG_LINES_MAX) lines.shift();
    },
    lines: () => lines,
  };
}
