/** Makes the small copies off the page, so the shutter answers at once. One photo at a time. */
import { type Derived, type DeriveOptions, derive } from './derive';

export interface DeriveRequest {
  readonly id: number;
  readonly source: Blob;
  readonly options: DeriveOptions;
}
export type DeriveAnswer = { readonly id: number; readonly derived: Derived | null };

let queue: Promise<void> = Promise.resolve();

self.addEventListener('message', (event: MessageEvent<DeriveRequest>) => {
  const { id, source, options } = event.data;
  queue = queue.then(async () => {
    const derived = await derive(source, options).catch(() => null);
    self.postMessage({ id, derived } satisfies DeriveAnswer);
  });
});
