/** Colours of the map: read from the theme's tokens, so that it never has one of its own. */

export interface Palette {
  /** Part of the name of drawn icons: another theme draws them anew. */
  readonly theme: string;
  readonly water: string;
  readonly land: string;
  readonly park: string;
  readonly road: string;
  readonly roadLine: string;
  readonly text: string;
  readonly muted: string;
  readonly paper: string;
  readonly line: string;
  readonly primary: string;
  readonly error: string;
  readonly errorText: string;
  readonly accent: string;
  readonly accentText: string;
  readonly font: string;
}

const TOKENS = {
  water: '--fw-water',
  land: '--fw-land',
  park: '--fw-park',
  road: '--fw-road',
  roadLine: '--fw-road-line',
  text: '--color-base-content',
  muted: '--fw-muted',
  paper: '--color-base-100',
  line: '--fw-line-strong',
  primary: '--color-primary',
  error: '--color-error',
  errorText: '--color-error-content',
  accent: '--color-accent',
  accentText: '--color-accent-content',
} as const;

export function readPalette(theme: string): Palette {
  const root = getComputedStyle(document.documentElement);
  const colours = Object.fromEntries(
    Object.entries(TOKENS).map(([name, token]) => [name, root.getPropertyValue(token).trim()]),
  ) as Record<keyof typeof TOKENS, string>;
  return { theme, font: root.fontFamily, ...colours };
}
