// Runs the shipped engine in Node: `node replica.mjs`, one JSON command a line, one answer each.
import { fileURLToPath } from 'node:url';
import { runnerImport } from '../../pwa/node_modules/vite/dist/node/index.js';

const root = fileURLToPath(new URL('../../pwa', import.meta.url));
const engine = fileURLToPath(
  new URL('../../pwa/src/domain/in-node.test.helper.ts', import.meta.url),
);
const { module } = await runnerImport(engine, { configFile: false, root, logLevel: 'error' });
await module.obey(process.stdin, process.stdout);
