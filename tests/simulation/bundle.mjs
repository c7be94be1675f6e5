// Bundles the shipped engine with its world, or the app of the version before: `node bundle.mjs
// ENTRY FOLDER CHANGES`. Each worker of a run loads the same file.
import { fileURLToPath } from 'node:url';
import { build } from '../../pwa/node_modules/vite/dist/node/index.js';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const root = path('../../pwa');
const HASHES = path('hashes.mjs');
const LIBRARY = '@noble/hashes/blake2.js';
const ENTRIES = {
  story: fileURLToPath(new URL('../../pwa/src/simulation/main.ts', import.meta.url)),
  before: fileURLToPath(new URL('../../pwa/src/simulation/app.ts', import.meta.url)),
};

/** The app of the version before: another schema, and rows of another shape in its store. */
const BEFORE = [
  { file: 'contract/version.ts', find: 'SCHEMA_HASH = ', put: "SCHEMA_HASH = '0123456789abcdef'; export const NOW = " },
  { file: 'contract/kinds.ts', find: "{ name: 'phone', merge: 'lww', sees: 'crew', blank: '' },", put: '' },
];

/** Other text in a file of the app. One that changes nothing would prove nothing. */
function changed({ file, find, put }) {
  let isDone = false;
  return {
    name: `changed-${file}`,
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith(`/src/${file}`)) return null;
      if (!code.includes(find)) throw new Error(`${file} has no "${find}"`);
      isDone = true;
      return code.replace(find, () => put);
    },
    buildEnd(error) {
      // The app alone has no stores: those are of the world, and the story's.
      if (!error && !isDone && entry === 'story') throw new Error(`${file} is no part of this`);
    },
  };
}

const remembering = {
  name: 'remembering-hashes',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (source !== LIBRARY) return null;
    if (importer !== HASHES) return HASHES;
    return this.resolve(source, ENTRIES.before, { skipSelf: true });
  },
};

/** A member's digest is remembered with its values: records are never changed in place. */
const rememberedDigests = {
  name: 'remembered-digests',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('/src/sync/digest.ts')) return null;
    const shipped = code.replace('export function rowDigest(', 'function shippedRowDigest(');
    if (shipped === code) throw new Error('sync/digest.ts has no rowDigest');
    return `${shipped}
const known = new WeakMap<object, { of: string; digest: bigint }>();
export function rowDigest(
  ...[scope, handle, kind, id, values]: Parameters<typeof shippedRowDigest>
): bigint {
  const of = scope + ' ' + handle + ' ' + kind + ' ' + id;
  const found = known.get(values);
  if (found?.of === of) return found.digest;
  const digest = shippedRowDigest(scope, handle, kind, id, values);
  known.set(values, { of, digest });
  return digest;
}
`;
  },
};

const [entry, outDir, changes] = process.argv.slice(2);
const wanted = [...(entry === 'before' ? BEFORE : []), ...JSON.parse(changes)];
await build({
  configFile: false,
  root,
  logLevel: 'error',
  plugins: [remembering, ...wanted.map(changed), rememberedDigests],
  ssr: { noExternal: true },
  build: {
    ssr: ENTRIES[entry],
    outDir,
    emptyOutDir: false,
    minify: false,
    copyPublicDir: false,
    rolldownOptions: { output: { entryFileNames: `${entry}.mjs` } },
  },
});
