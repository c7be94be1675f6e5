// Many shipped engines in Node: `node phones.mjs`, one JSON command a line, answers as they come.
import { fileURLToPath } from 'node:url';
import { runnerImport } from '../../pwa/node_modules/vite/dist/node/index.js';

const root = fileURLToPath(new URL('../../pwa', import.meta.url));
const engine = fileURLToPath(new URL('../../pwa/src/domain/phones.test.helper.ts', import.meta.url));
const { module } = await runnerImport(engine, { configFile: false, root, logLevel: 'error' });
await module.obey(process.stdin, process.stdout);
process.exit(0);
