// WatermelonDB over LokiJS in memory: its `synchronize` and a server by its backend document.
import { createRequire } from 'node:module';
import { plain, Table } from './rows.mjs';
import { bareFetch, JSON_HEADS, jsonOf, serveRoutes } from './wire.mjs';

const require = createRequire(import.meta.url);
const bare = ({ table, ...row }) => row;

function changesSince(rows, version) {
  const changes = {};
  const of = (table) => (changes[table] ??= { created: [], updated: [], deleted: [] });
  for (const { row } of rows.since(version)) of(row.table).updated.push(bare(row));
  for (const { row } of rows.since(version, rows.left)) of(row.table).deleted.push(row.id);
  return { changes, timestamp: rows.head };
}

/** All or nothing: a row that somebody changed since the pull fails the whole push. */
function take(rows, changes, version) {
  const arriving = Object.entries(changes).flatMap(([table, { created, updated }]) =>
    [...created, ...updated].map((row) => ({ table, ...plain(row, '_status', '_changed') })),
  );
  if (arriving.some(({ id }) => rows.rows.get(id)?.version > version)) throw new Error('conflict');
  for (const row of arriving) rows.put(row);
  return {};
}

export async function serve({ token }) {
  const rows = new Table();
  const sinceOf = (query) => Number(query.get('last_pulled_at')) || 0;
  const port = await serveRoutes(token, {
    'GET /sync': ({ query }) => changesSince(rows, sinceOf(query)),
    'POST /sync': ({ query, body }) => take(rows, JSON.parse(body), sinceOf(query)),
  });
  return rows.commands(port);
}

/** `fields`: table → field → string, number or boolean. */
function open(fields) {
  const { Database, Model, appSchema, tableSchema } = require('@nozbe/watermelondb');
  const Adapter = require('@nozbe/watermelondb/adapters/lokijs').default;
  const { LokiMemoryAdapter } = require('lokijs');
  const tables = Object.entries(fields).map(([name, types]) => {
    const columns = Object.entries(types).map(([column, type]) => ({
      name: column,
      type,
      isOptional: true,
    }));
    return tableSchema({ name, columns });
  });
  const adapter = new Adapter({
    schema: appSchema({ version: 1, tables }),
    dbName: 'rows',
    useWebWorker: false,
    useIncrementalIndexedDB: false,
    extraLokiOptions: { adapter: new LokiMemoryAdapter(), autosave: false },
  });
  const modelClasses = Object.keys(fields).map(
    (name) =>
      class extends Model {
        static table = name;
      },
  );
  return new Database({ adapter, modelClasses });
}

async function edit(database, changes) {
  const { sanitizedRaw } = require('@nozbe/watermelondb/RawRecord');
  await database.write(async () => {
    for (const { put, set, table, id } of changes) {
      const rows = database.get(put?.table ?? table);
      if (put) {
        await rows.create((record) => {
          record._raw = sanitizedRaw(bare(put), rows.schema);
        });
        continue;
      }
      const record = await rows.find(id);
      await record.update(() => {
        for (const [field, value] of Object.entries(set)) record._setRaw(field, value);
      });
    }
  });
}

export async function join({ origin, token, fields }) {
  const database = open(fields);
  const { synchronize } = require('@nozbe/watermelondb/sync');
  const fetch = bareFetch(token);
  const post = (body) => ({ method: 'POST', headers: JSON_HEADS, body: JSON.stringify(body) });
  return {
    sync: () =>
      synchronize({
        database,
        sendCreatedAsUpdated: true, // the server cannot know which of them are the client's own
        pullChanges: ({ lastPulledAt }) =>
          jsonOf(fetch(`${origin}/sync?last_pulled_at=${lastPulledAt ?? 0}`)),
        pushChanges: ({ changes, lastPulledAt }) =>
          jsonOf(fetch(`${origin}/sync?last_pulled_at=${lastPulledAt}`, post(changes))),
      }),
    async edit(edits) {
      for (const changes of edits) await edit(database, changes);
    },
    async rows() {
      const tables = Object.keys(fields).map(async (table) => {
        const records = await database.get(table).query().fetch();
        return records.map(({ _raw }) => ({ table, ...plain(_raw, '_status', '_changed') }));
      });
      return { rows: (await Promise.all(tables)).flat(), aside: [] };
    },
  };
}
