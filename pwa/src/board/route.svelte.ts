/** The route on the screen now. */
import { createSubscriber } from 'svelte/reactivity';
import { type Route, routeOf } from './router';

const subscribe = createSubscriber((update) => {
  window.addEventListener('hashchange', update);
  return () => window.removeEventListener('hashchange', update);
});

export function route(): Route {
  subscribe();
  return routeOf(location.hash);
}
