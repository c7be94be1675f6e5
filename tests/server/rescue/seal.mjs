// Seals a file with the phone's own code. Argument: what to seal, as JSON, and where to put it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from '../../../pwa/node_modules/vite/dist/node/index.js';

const root = fileURLToPath(new URL('../../../pwa', import.meta.url));
const [asked, target] = process.argv.slice(2);
const { key, whose, now_ms, entries, files } = JSON.parse(asked);
const folder = mkdtempSync(join(tmpdir(), 'fieldward-seal-'));

try {
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      minify: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: { rescue: join(root, 'src/store/rescue.ts'), entry: join(root, 'src/sync/entry.ts') },
        output: { entryFileNames: '[name].mjs', chunkFileNames: 'shared-[name].mjs' },
      },
    },
  });
  const load = (name) => import(pathToFileURL(join(folder, name)).href);
  const { sealed } = await load('rescue.mjs');
  const { makeEntry } = await load('entry.mjs');
  const moment = { base: ['', 0], device_ms: now_ms, mono_ms: 5, skew_ms: 0, zone: 'Asia/Shanghai', app: 'test' };
  const unsent = {
    entries: entries.map(({ replica, n, name, args }, at) =>
      makeEntry({ v: 1, line: 'l', replica, next_n: n, next_order: at + 1 }, name, args, moment),
    ),
    files: files.map(({ attachment_id, base64 }) => ({
      attachment_id,
      bytes: new Uint8Array(Buffer.from(base64, 'base64')),
    })),
  };
  writeFileSync(target, await sealed(unsent, whose, key, now_ms));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
