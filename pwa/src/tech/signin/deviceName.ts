/** A first guess at what people call this phone: they can change it. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android [^;)]+; ([^;)]+?)(?: Build|;|\))/, '$1'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh/, 'Mac'],
  [/Linux/, 'Linux'],
];

/** Newer browsers hide the model behind one letter: "K". */
export function deviceName(agent: string): string {
  for (const [pattern, name] of KNOWN) {
    const found = pattern.exec(agent);
    if (!found) continue;
    const model = name === '$1' ? (found[1] ?? '').trim() : name;
    if (model.length > 1) return model;
  }
  return 'Phone';
}
