/**
 * One area of the catalogue: the same keys in both languages, checked by the compiler.
 *
 * A message may hold `{name}` and plurals `{n|# item|# items}` (one | other; `#` is the number).
 */
export interface Area<Zh extends Record<string, string> = Record<string, string>> {
  readonly zh: Zh;
  readonly en: { readonly [K in keyof Zh]: string };
}

export function area<const Zh extends Record<string, string>>(
  zh: Zh,
  en: { readonly [K in keyof NoInfer<Zh>]: string },
): Area<Zh> {
  return { zh, en };
}

type NameOf<Hole extends string> = Hole extends `${infer Name}|${string}` ? Name : Hole;

/** Names of the holes in a message: `'{n} 项 {bytes}'` gives `'n' | 'bytes'`. */
export type HolesOf<Text extends string> = Text extends `${string}{${infer Hole}}${infer Rest}`
  ? NameOf<Hole> | HolesOf<Rest>
  : never;

export type Values = Readonly<Record<string, string | number>>;
