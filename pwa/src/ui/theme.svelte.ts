/** Day, night and sun. `auto` follows the system; any other choice is kept on this device. */
import { onPrefElsewhere, readPref, writePref } from './prefs';

export type Theme = 'day' | 'night' | 'sun';
export type ThemeChoice = 'auto' | Theme;
export const THEME_CHOICES: readonly ThemeChoice[] = ['auto', 'day', 'night', 'sun'];

let choice = $state<ThemeChoice>('auto');
let systemIsDark = $state(false);

export function themeChoice(): ThemeChoice {
  return choice;
}

/** The theme on the screen now. */
export function theme(): Theme {
  if (choice !== 'auto') return choice;
  return systemIsDark ? 'night' : 'day';
}

export function setTheme(next: ThemeChoice): void {
  choice = next;
  writePref('theme', next);
  show();
}

/** Call once per page, before the first component is mounted. */
export function startTheme(forced?: ThemeChoice): void {
  const read = (): void => {
    const stored = forced ?? readPref<string>('theme', 'auto');
    choice = isChoice(stored) ? stored : 'auto';
    show();
  };
  const dark = matchMedia('(prefers-color-scheme: dark)');
  systemIsDark = dark.matches;
  dark.addEventListener('change', (event) => {
    systemIsDark = event.matches;
    show();
  });
  onPrefElsewhere('theme', read);
  read();
}

function show(): void {
  document.documentElement.dataset['theme'] = theme();
}

function isChoice(value: string): value is ThemeChoice {
  return (THEME_CHOICES as readonly string[]).includes(value);
}
