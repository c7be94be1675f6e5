/** Small settings of this device. Never work: what may not be lost goes through the replica. */
const PREFIX = 'fieldward.';

/** The stored value when it has the type of the fallback, else the fallback. */
export function readPref<T extends string | number | boolean>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem(PREFIX + key);
    const value: unknown = text === null ? null : JSON.parse(text);
    return typeof value === typeof fallback ? (value as T) : fallback;
  } catch {
    // No storage (private window, blocked) or not ours: the setting starts over.
    return fallback;
  }
}

export function writePref(key: string, value: string | number | boolean): void {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // The choice holds until the page closes.
  }
}

/** Calls back after another tab of this device has changed the setting. */
export function onPrefElsewhere(key: string, then: () => void): void {
  window.addEventListener('storage', (event) => {
    if (event.key === PREFIX + key) then();
  });
}
