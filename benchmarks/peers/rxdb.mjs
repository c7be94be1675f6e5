// RxDB in memory with the HTTP replication of its documentation: pages of whole documents by a
// checkpoint, pushes with the state that the client assumed. It knows no leaving, so the server
// says of a row that left that it was deleted.
import { changed, plain, Table } from './rows.mjs';
import { bareFetch, JSON_HEADS, jsonOf, serveRoutes } from './wire.mjs';

const BATCH = 1_000;

function page(rows, { id, version }, limit) {
  const all = [
    ...rows.since(version).map((entry) => ({ ...entry, isGone: false })),
    ...rows.since(version, rows.left).map((entry) => ({ ...entry, isGone: true })),
  ].sort((one, other) => one.version - other.version);
  const cut = all.slice(0, limit);
  const last = cut.at(-1);
  return {
    documents: cut.map(({ row, isGone }) => ({ ...row, _deleted: isGone })),
    checkpoint: last ? { id: last.row.id, version: last.version } : { id, version },
  };
}

function differs(row, assumed) {
  const own = plain(assumed ?? {}, '_deleted');
  const names = new Set([...Object.keys(row), ...Object.keys(own)]);
  return [...names].some((name) => row[name] !== own[name]);
}

/** The rows as they stand where the client assumed something else. */
function take(rows, pushed) {
  const conflicts = [];
  for (const { assumedMasterState: assumed, newDocumentState: fresh } of pushed) {
    const held = rows.rows.get(fresh.id);
    if (held && differs(held.row, assumed)) conflicts.push({ ...held.row, _deleted: false });
    else rows.put(plain(fresh, '_deleted'));
  }
  return conflicts;
}

export async function serve({ token }) {
  const rows = new Table();
  const port = await serveRoutes(token, {
    'GET /pull': ({ query }) => {
      const point = { id: query.get('id'), version: Number(query.get('version')) };
      return page(rows, point, Number(query.get('limit')));
    },
    'POST /push': ({ body }) => take(rows, JSON.parse(body)),
  });
  return rows.commands(port);
}

async function open(fields) {
  const { createRxDatabase } = await import('rxdb/plugins/core');
  const { getRxStorageMemory } = await import('rxdb/plugins/storage-memory');
  const types = Object.assign({ table: 'string' }, ...Object.values(fields));
  const properties = { id: { type: 'string', maxLength: 40 } };
  for (const [field, type] of Object.entries(types)) properties[field] = { type };
  const storage = getRxStorageMemory();
  const database = await createRxDatabase({ name: 'reader', storage, multiInstance: false });
  const schema = { version: 0, primaryKey: 'id', type: 'object', properties, required: ['id'] };
  return (await database.addCollections({ rows: { schema } })).rows;
}

export async function join({ origin, token, fields }) {
  const { replicateRxCollection } = await import('rxdb/plugins/replication');
  const collection = await open(fields);
  const fetch = bareFetch(token);
  const pull = (point, limit) => {
    const { id, version } = point ?? { id: '', version: 0 };
    return jsonOf(fetch(`${origin}/pull?id=${id}&version=${version}&limit=${limit}`));
  };
  const push = (rows) =>
    jsonOf(
      fetch(`${origin}/push`, { method: 'POST', headers: JSON_HEADS, body: JSON.stringify(rows) }),
    );
  return {
    async sync() {
      const replication = replicateRxCollection({
        collection,
        replicationIdentifier: 'rows',
        live: false,
        retryTime: 1_000,
        waitForLeadership: false,
        pull: { batchSize: BATCH, handler: pull },
        push: { batchSize: BATCH, handler: push },
      });
      await replication.awaitInitialReplication();
      await replication.awaitInSync();
      await replication.cancel();
    },
    async edit(edits) {
      for (const { put, set, id } of edits.flat()) {
        if (put) await collection.insert(put);
        else {
          const document = await collection.findOne(id).exec();
          await document.incrementalModify((row) => changed(row, set));
        }
      }
    },
    async rows() {
      const held = await collection.find().exec();
      return { rows: held.map((each) => plain(each.toJSON(), '_deleted')), aside: [] };
    },
  };
}
