/** Sends pictures to the worker; without OffscreenCanvas (old Safari) the page does it itself. */
import { type Derived, type DeriveOptions, derive } from './derive';
import type { DeriveAnswer, DeriveRequest } from './derive.worker';

let worker: Worker | null = null;
let last = 0;
const waiting = new Map<number, (derived: Derived | null) => void>();

/** @returns null when the picture cannot be decoded */
export async function deriveOffPage(source: Blob, options: DeriveOptions): Promise<Derived | null> {
  if (typeof OffscreenCanvas === 'undefined' || typeof Worker === 'undefined') {
    return derive(source, options).catch(() => null);
  }
  worker ??= start();
  const id = ++last;
  const answer = new Promise<Derived | null>((done) => waiting.set(id, done));
  worker.postMessage({ id, source, options } satisfies DeriveRequest);
  return answer;
}

function start(): Worker {
  const made = new Worker(new URL('./derive.worker.ts', import.meta.url), { type: 'module' });
  made.addEventListener('message', (event: MessageEvent<DeriveAnswer>) => {
    waiting.get(event.data.id)?.(event.data.derived);
    waiting.delete(event.data.id);
  });
  made.addEventListener('error', () => {
    // It died (no memory, no script): those who wait go on without copies, the next photo starts
    // anew.
    for (const done of waiting.values()) done(null);
    waiting.clear();
    made.terminate();
    worker = null;
  });
  return made;
}
