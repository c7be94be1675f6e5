/** The address as a rune, and the ways to move. */
import { hrefOf, type Route, routeOf, type ScreenName } from './router';

let current = $state.raw<Route>(routeOf(typeof location === 'undefined' ? '' : location.hash));

export function route(): Route {
  return current;
}

/** Follows the address bar until the returned function is called. */
export function startRouter(): () => void {
  const read = () => {
    current = routeOf(location.hash);
  };
  read();
  window.addEventListener('hashchange', read);
  return () => window.removeEventListener('hashchange', read);
}

export function go(
  name: ScreenName,
  params: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, string>> = {},
): void {
  goTo(hrefOf(name, params, query));
}

export function goTo(href: string): void {
  location.hash = href;
}

/** Takes the place of the current screen, so that "back" does not lead to a finished step. */
export function replaceWith(href: string): void {
  history.replaceState(history.state, '', href);
  current = routeOf(href);
}
