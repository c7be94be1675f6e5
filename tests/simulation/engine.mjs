// The story's end of the pipes: bundles the shipped engine with its world and runs it in Node.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from '../../pwa/node_modules/vite/dist/node/index.js';

const root = fileURLToPath(new URL('../../pwa', import.meta.url));
const STORY = fileURLToPath(new URL('../../pwa/src/simulation/main.ts', import.meta.url));
const APP = fileURLToPath(new URL('../../pwa/src/simulation/app.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fieldward-story-'));
const options = JSON.parse(process.argv[2]);

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
      if (!error && !isDone) throw new Error(`${file} is no part of this`);
    },
  };
}

/** The app of the version before: another schema, and rows of another shape in its store. */
const BEFORE = [
  { file: 'contract/version.ts', find: 'SCHEMA_HASH = ', put: "SCHEMA_HASH = '0123456789abcdef'; export const NOW = " },
  { file: 'contract/kinds.ts', find: "{ name: 'remark', merge: 'lww', sees: 'office', blank: '' },", put: '' },
];

async function bundle(entry, name, plugins) {
  const outDir = join(folder, name);
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    plugins,
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir,
      minify: false,
      copyPublicDir: false,
      rolldownOptions: { output: { entryFileNames: 'index.mjs' } },
    },
  });
  return import(pathToFileURL(join(outDir, 'index.mjs')).href);
}

try {
  const before = await bundle(APP, 'before', BEFORE.map(changed));
  const story = await bundle(STORY, 'story', options.bug ? [changed(options.bug)] : []);
  await story.main(options, before);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
