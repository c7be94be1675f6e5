/** One clock for all "in 31 min" on the page, so they change together and cost one timer. */
import { createSubscriber } from 'svelte/reactivity';

const TICK_MS = 15_000;

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, TICK_MS);
  // A phone that slept shows the right time at the first glance.
  document.addEventListener('visibilitychange', update);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', update);
  };
});

/** Device time in milliseconds UTC; read in a template or effect it runs again each 15 s. */
export function nowMs(): number {
  subscribe();
  return Date.now();
}
