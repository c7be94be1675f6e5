/** Ids of an answer, each said once. Python: `sync/id_table.py`. */

const ID_BYTES = 16;

/** The ids of a table in base64, 16 bytes each. Throws RangeError when it is no such table. */
export function readIds(table: string): readonly string[] {
  const octets = decode(table);
  if (octets.length % ID_BYTES !== 0) throw new RangeError('the table of ids ends early');
  const ids: string[] = [];
  for (let at = 0; at < octets.length; at += ID_BYTES) ids.push(uuidAt(octets, at));
  return ids;
}

/** What the differences of places mean; null stays null. Throws RangeError beyond the table. */
export function idsAt(steps: readonly unknown[], ids: readonly string[]): (string | null)[] {
  let place = 0;
  return steps.map((step) => {
    if (step === null) return null;
    place += Number.isSafeInteger(step) ? (step as number) : Number.NaN;
    const id = ids[place];
    if (id === undefined) throw new RangeError('an id is not in the table');
    return id;
  });
}

function decode(table: string): string {
  try {
    return atob(table);
  } catch {
    throw new RangeError('the table of ids is not base64');
  }
}

function uuidAt(octets: string, start: number): string {
  let text = '';
  for (let at = 0; at < ID_BYTES; at += 1) {
    if (at === 4 || at === 6 || at === 8 || at === 10) text += '-';
    text += octets
      .charCodeAt(start + at)
      .toString(16)
      .padStart(2, '0');
  }
  return text;
}
