/** Which files of a build the technician's phone keeps for work without a network. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The map must never reach a phone, not even lazily. */
const NEVER = /maplibre/;
const SHELL = /^(index\.html|manifest\.webmanifest|icons\/.*)$/;

function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/**
 * Every file that `start` reaches: a file reaches another by spelling its name. Names carry a
 * hash of their content, so this finds imports, lazy imports, workers, styles and fonts alike,
 * where the build's own manifest leaves out the workers.
 */
export function reachable(texts: ReadonlyMap<string, string>, start: string): Set<string> {
  const seen = new Set([start]);
  for (const path of seen) {
    const text = texts.get(path) ?? '';
    for (const other of texts.keys()) {
      if (other.startsWith('assets/') && text.includes(basename(other))) seen.add(other);
    }
  }
  return seen;
}

function readAll(outDir: string): Map<string, string> {
  const assets = readdirSync(join(outDir, 'assets')).map((name) => `assets/${name}`);
  return new Map(
    ['index.html', ...assets].map((path) => [path, readFileSync(join(outDir, path), 'latin1')]),
  );
}

/** What the browser compares a file with before the service worker may keep it. */
export function integrityOf(bytes: Uint8Array): string {
  return `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
}

/**
 * Workbox transform: keep the shell and what the technician's entry reaches, drop the rest. Each
 * with the hash of its bytes: a captive portal answers every request with a page of its own and
 * status 200, and that must never lie in the cache as the app.
 */
export function onlyTechnician(outDir: string) {
  return (entries: { url: string; revision: string | null; size: number }[]) => {
    const keep = reachable(readAll(outDir), 'index.html');
    const unwanted = [...keep].filter((path) => NEVER.test(path));
    if (unwanted.length > 0) {
      throw new Error(
        `The technician's entry reaches ${unwanted.join(', ')}: import it elsewhere.`,
      );
    }
    const kept = entries.filter(({ url }) => SHELL.test(url) || keep.has(url));
    const whole = (url: string) => integrityOf(readFileSync(join(outDir, url)));
    return { manifest: kept.map((entry) => ({ ...entry, integrity: whole(entry.url) })) };
  };
}
