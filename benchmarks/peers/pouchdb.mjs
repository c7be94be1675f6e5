// PouchDB in memory beside express-pouchdb: CouchDB's replication. `pouchdb-filtered.mjs` is the
// other way to give a person only what is his: one database and a filter.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { changed, plain } from './rows.mjs';
import { bareFetch, isKnown, listen } from './wire.mjs';

const require = createRequire(import.meta.url);
const BATCH = { batch_size: 1_000 };

/** One database for each reader: what is not his is deleted there. */
export const OWN_DATABASE = {
  born: (row) => ({ _id: row.id, ...row }),
  gone: ({ _id, _rev }) => ({ _id, _rev, _deleted: true }),
  isHere: () => true,
  options: {},
};

function pouch(...plugins) {
  const PouchDB = require('pouchdb-core');
  for (const plugin of ['adapter-memory', 'replication', ...plugins]) {
    PouchDB.plugin(require(`pouchdb-${plugin}`));
  }
  return PouchDB.defaults({ adapter: 'memory' });
}

const rowOf = (document) => plain(document, '_id', '_rev', '_conflicts', 'is_here');

async function apply(database, changes, form) {
  for (const { put, set, id } of changes) {
    if (put) {
      await database.put(form.born(put));
      continue;
    }
    const held = await database.get(id);
    await database.put(set ? changed(held, set) : form.gone(held));
  }
}

/** `aside` are revisions that lost and are still there for an app that asks. */
async function rowsOf(database, form) {
  const { rows } = await database.allDocs({ include_docs: true, conflicts: true });
  const aside = [];
  for (const { doc } of rows) {
    for (const rev of doc._conflicts ?? []) aside.push(rowOf(await database.get(doc._id, { rev })));
  }
  const here = rows.filter(({ doc }) => form.isHere(doc));
  return { rows: here.map(({ doc }) => rowOf(doc)), aside };
}

export async function serve({ token }, form = OWN_DATABASE) {
  const PouchDB = pouch('find', 'mapreduce');
  const app = require('express')();
  app.disable('x-powered-by');
  app.use((incoming, outgoing, next) => {
    if (!isKnown(incoming, token)) return outgoing.status(401).end();
    delete incoming.headers.authorization; // CouchDB would look for a user of its own in it
    next();
  });
  const options = { mode: 'minimumForPouchDB', inMemoryConfig: true };
  app.use('/', require('express-pouchdb')(PouchDB, options));
  const server = createServer(app);
  server.keepAliveTimeout = 120_000;
  const port = await listen(server);
  const database = new PouchDB('rows');
  if (form.design) await database.put(form.design);
  const births = (rows) => rows.map((put) => ({ put }));
  return {
    port,
    seed: (rows) => apply(database, births(rows), form),
    apply: (changes) => apply(database, changes, form),
    rows: () => rowsOf(database, form),
  };
}

export async function join({ origin, token }, form = OWN_DATABASE) {
  const PouchDB = pouch('adapter-http');
  const local = new PouchDB('reader');
  const remote = new PouchDB(`${origin}/rows`, { adapter: 'http', fetch: bareFetch(token) });
  const options = { ...BATCH, pull: { ...BATCH, ...form.options } };
  return {
    sync: () =>
      new Promise((resolve, reject) => {
        const running = local.sync(remote, options);
        running
          .on('complete', () => resolve(null))
          .on('error', reject)
          .on('denied', reject);
      }),
    async edit(edits) {
      for (const changes of edits) await apply(local, changes, form);
    },
    rows: () => rowsOf(local, form),
  };
}
