/** Folds a page and all it needs into one HTML file that works without a server or a network. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';

const ENTRY = /<script type="module" src="\/([^"]+)"><\/script>\s*/;
const CHARSET = '<meta charset="utf-8" />';

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/**
 * The page with its style and script inside. Its policy names their hashes and allows nothing else:
 * no address is ever asked, and nothing that is not in the file runs.
 */
export function folded(page: string, script: string, style: string): string {
  const code = script.trim().replaceAll('</script', '<\\/script');
  const css = style.trim();
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(code)}`,
    `style-src ${hashOf(css)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}" />`;
  // Functions, as a `$` in what is put in would mean something.
  return page
    .replace(ENTRY, '')
    .replace(CHARSET, () => `${CHARSET}\n    ${meta}`)
    .replace('</head>', () => `<style>${css}</style>\n  </head>`)
    .replace('</body>', () => `<script>${code}</script>\n  </body>`);
}

async function bundled(root: string, entry: string): Promise<{ script: string; style: string }> {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      cssCodeSplit: false, // else the script would write the style, which the policy forbids
      copyPublicDir: false,
      rolldownOptions: { input: join(root, entry), output: { format: 'iife' } },
    },
  });
  const output = [built].flat().flatMap((each) => ('output' in each ? each.output : []));
  const scripts = output.flatMap((each) => (each.type === 'chunk' ? [each.code] : []));
  const styles = output.flatMap((each) => (each.type === 'asset' ? [String(each.source)] : []));
  if (scripts.length !== 1 || styles.length !== 1) {
    throw new Error(`${entry} became ${scripts.length} scripts and ${styles.length} other files.`);
  }
  return { script: scripts.join(), style: styles.join() };
}

/** Must stand before what packs the build's files. */
export function oneFile(root: string, outDir: string, name: string): Plugin {
  return {
    name: 'fieldward:one-file',
    apply: 'build',
    closeBundle: {
      sequential: true,
      async handler() {
        const page = readFileSync(join(root, name), 'utf8');
        const entry = ENTRY.exec(page)?.[1];
        if (entry === undefined) throw new Error(`${name} starts no script.`);
        const { script, style } = await bundled(root, entry);
        writeFileSync(join(outDir, name), folded(page, script, style));
      },
    },
  };
}
