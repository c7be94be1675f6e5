/** Writes a `.br` beside every text file of the build, so that serving one costs no CPU. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = new Set(['.css', '.html', '.js', '.json', '.mjs', '.svg', '.wasm', '.webmanifest']);
const SMALLEST_BYTES = 200;

function compress(path: string): void {
  const plain = readFileSync(path);
  if (plain.length < SMALLEST_BYTES) return;
  const packed = brotliCompressSync(plain, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
    },
  });
  writeFileSync(`${path}.br`, packed);
}

/** Must stand last: the service worker is written when the bundle closes, and is compressed too. */
export function brotliSiblings(outDir: string): Plugin {
  return {
    name: 'fieldward:brotli-siblings',
    apply: 'build',
    closeBundle: {
      sequential: true,
      order: 'post',
      handler() {
        for (const entry of readdirSync(outDir, { recursive: true, withFileTypes: true })) {
          if (entry.isFile() && TEXT.has(extname(entry.name))) {
            compress(join(entry.parentPath, entry.name));
          }
        }
      },
    },
  };
}
