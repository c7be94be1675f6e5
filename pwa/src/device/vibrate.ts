/** A short answer to the hand. Sound is off by default, so this is all the feedback there is. */
const PATTERNS = {
  saved: [20],
  stored: [20, 60, 20],
  attention: [80, 60, 80],
} as const;

export function vibrate(what: keyof typeof PATTERNS): void {
  // Absent on iOS; the screen says the same.
  globalThis.navigator?.vibrate?.([...PATTERNS[what]]);
}
