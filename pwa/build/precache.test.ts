import { expect, test } from 'vitest';
import { integrityOf, reachable } from './precache.ts';

const BUILD = new Map([
  ['index.html', '<script src="/assets/index-A1.js"></script>'],
  ['assets/index-A1.js', 'import("./scan-B2.js"); new Worker("/assets/journal-C3.js")'],
  ['assets/scan-B2.js', 'export {}'],
  ['assets/journal-C3.js', 'import "./ids-D4.js"'],
  ['assets/ids-D4.js', 'export {}'],
  ['assets/board-E5.js', 'import "./ids-D4.js"'],
]);

test('keeps lazy chunks, workers and what workers import', () => {
  expect([...reachable(BUILD, 'index.html')].sort()).toEqual([
    'assets/ids-D4.js',
    'assets/index-A1.js',
    'assets/journal-C3.js',
    'assets/scan-B2.js',
    'index.html',
  ]);
});

test('writes hashes as browsers compare them', () => {
  expect(integrityOf(new TextEncoder().encode('abc'))).toBe(
    'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=',
  );
});

test('leaves out what only another entry reaches', () => {
  expect(reachable(BUILD, 'index.html').has('assets/board-E5.js')).toBe(false);
});
