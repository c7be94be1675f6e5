/** Short news that carries its Undo. Never an error: those stay where the matter is. */
import type { Icon } from './icon';

/** Long enough to read and take back, and paused while a finger or the focus is on it. */
export const TOAST_MS = 8_000;

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly icon?: Icon | undefined;
  readonly undo?: (() => void) | undefined;
}

let next = 1;
let shown = $state.raw<readonly Toast[]>([]);

export function toasts(): readonly Toast[] {
  return shown;
}

/** Shows the text; the one before it goes, its change stays. Returns the id for `dismiss`. */
export function toast(
  text: string,
  options: { readonly undo?: (() => void) | undefined; readonly icon?: Icon | undefined } = {},
): number {
  const id = next++;
  shown = [...shown.slice(-1), { id, text, ...options }];
  return id;
}

export function dismiss(id: number): void {
  shown = shown.filter((one) => one.id !== id);
}
