/** The values on a card: JSON text in its row. */
import type { Values } from './rules';

export function valuesOf(text: string): Values {
  return JSON.parse(text) as Values;
}

/** The same fields as the row has them now. */
export function presentOf(row: object, like: Values): Values {
  const fields = row as Values;
  return Object.fromEntries(Object.keys(like).map((name) => [name, fields[name] ?? null]));
}
