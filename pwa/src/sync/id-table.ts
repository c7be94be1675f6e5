/** Ids of an answer, each said once or computed. Python: `sync/id_table.py`. */
import { unpackColumn } from './columns';
import { bornId } from './ids';

const ID_BYTES = 16;

/** The ids of an answer by place, and of those born in the asking replica's entries the number n. */
export interface IdTable {
  readonly ids: readonly string[];
  readonly bornIn: ReadonlyMap<string, number>;
}

/** The ids of a table in base64, 16 bytes each. Throws RangeError when it is no such table. */
export function readIds(table: string): readonly string[] {
  const octets = decode(table);
  if (octets.length % ID_BYTES !== 0) throw new RangeError('the table of ids ends early');
  const ids: string[] = [];
  for (let at = 0; at < octets.length; at += ID_BYTES) ids.push(uuidAt(octets, at));
  return ids;
}

/** Ids spelt out, then those of the origins. Throws RangeError, BrokenColumn. */
export function readTable(spelt: string, origins: readonly unknown[], replica: string): IdTable {
  const ids = [...readIds(spelt)];
  const bornIn = new Map<string, number>();
  for (const origin of origins) {
    if (!Array.isArray(origin)) throw new RangeError('an origin is a list');
    const [writer, prefix, count, coded, ordinals] = origin as readonly unknown[];
    if (typeof writer !== 'string' || typeof prefix !== 'string' || !Number.isInteger(count))
      throw new RangeError('an origin names a writer, a prefix and how many');
    const places = unpackColumn(ordinals, count as number);
    unpackColumn(coded, count as number).forEach((number, at) => {
      const id = bornId(writer || replica, `${prefix}${number}`, Number(places[at]));
      ids.push(id);
      if (writer === '' && prefix === '') bornIn.set(id, Number(number));
    });
  }
  return { ids, bornIn };
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
