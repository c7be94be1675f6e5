/** Keys of the board → commands. Single keys work only outside fields. */

export type Command =
  | { readonly do: 'palette' | 'help' | 'back' | 'next' | 'previous' | 'assign' | 'note' | 'hold' }
  | { readonly do: 'intake' | 'undo' | 'focus_queue' | 'focus_map' | 'focus_lanes' }
  | { readonly do: 'candidate'; readonly n: number }
  | { readonly do: 'go'; readonly to: 'board' | 'orders' | 'figures' };

export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const SINGLE: Readonly<Record<string, Command>> = {
  '/': { do: 'palette' },
  '?': { do: 'help' },
  j: { do: 'next' },
  k: { do: 'previous' },
  a: { do: 'assign' },
  n: { do: 'note' },
  h: { do: 'hold' },
  c: { do: 'intake' },
  z: { do: 'undo' },
  q: { do: 'focus_queue' },
  m: { do: 'focus_map' },
  t: { do: 'focus_lanes' },
};

const AFTER_G: Readonly<Record<string, Command>> = {
  b: { do: 'go', to: 'board' },
  o: { do: 'go', to: 'orders' },
  f: { do: 'go', to: 'figures' },
};

/** The table behind `?`: keys and the message that says what they do. */
export const KEY_TABLE = [
  ['Ctrl K', 'palette'],
  ['/', 'palette'],
  ['J', 'next'],
  ['K', 'previous'],
  ['A', 'assign'],
  ['1–9', 'candidate'],
  ['Enter', 'commit'],
  ['C', 'intake'],
  ['N', 'note'],
  ['H', 'hold'],
  ['Z', 'undo'],
  ['Q M T', 'focus'],
  ['G B O F', 'go'],
  ['Esc', 'back'],
  ['?', 'help'],
] as const;

export function commandOf(pressed: Pressed, isTyping: boolean, afterG: boolean): Command | null {
  const key = pressed.key.toLowerCase();
  if ((pressed.ctrlKey || pressed.metaKey) && key === 'k') return { do: 'palette' };
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null;
  if (pressed.key === 'Escape') return { do: 'back' };
  if (isTyping) return null;
  if (afterG) return AFTER_G[key] ?? null;
  if (/^[1-9]$/.test(key)) return { do: 'candidate', n: Number(key) };
  return SINGLE[key] ?? null;
}

/** In a field, or in a control that has its own use for the key. */
export function isTypingIn(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const fields = 'input:not([type="radio"], [type="checkbox"]), textarea, select';
  return target.isContentEditable || target.matches(fields);
}
