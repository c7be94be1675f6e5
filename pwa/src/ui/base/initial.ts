/** 王建国 → 王, Li Min → LM: what fits in a circle of 26 px. */
export function initialOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? '')][0];
  if (!first) return '?';
  if (!/[A-Za-zÀ-ɏ]/.test(first)) return first;
  const last = words.length > 1 ? [...(words.at(-1) ?? '')][0] : '';
  return (first + (last ?? '')).toUpperCase();
}
