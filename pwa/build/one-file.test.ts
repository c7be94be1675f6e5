import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { folded } from './one-file.ts';

const PAGE = readFileSync(new URL('../verify.html', import.meta.url), 'utf8');
const SCRIPT = 'const a = "$& </script>";\n';
const STYLE = 'p { color: red }\n';
const WHOLE = folded(PAGE, SCRIPT, STYLE);

function inside(tag: string): string {
  return new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(WHOLE)?.[1] ?? '';
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

test('what a browser will run is what the policy names', () => {
  expect(inside('script')).toBe('const a = "$& <\\/script>";');
  expect(inside('style')).toBe('p { color: red }');
  expect(WHOLE).toContain(`script-src ${hashOf(inside('script'))};`);
  expect(WHOLE).toContain(`style-src ${hashOf(inside('style'))};`);
});

test('nothing is fetched, and the policy comes before all that it rules', () => {
  expect(WHOLE).not.toMatch(/\b(?:src|href)=/);
  expect(WHOLE).toContain("default-src 'none'");
  expect(WHOLE.indexOf('Content-Security-Policy')).toBeLessThan(WHOLE.indexOf('<style>'));
  expect(WHOLE).not.toMatch(/\bon\w+=|\bstyle=/);
});
