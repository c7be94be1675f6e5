// Yjs: a document for the scope, a map for each row. Its users bring the transport: here one
// request carries what the client has new and its state vector, the answer the same.
import * as Y from 'yjs';
import { bareFetch, serveRoutes } from './wire.mjs';

const ROWS = 'rows';

function rowsOf(doc) {
  const rows = [...doc.getMap(ROWS).entries()].map(([id, map]) => ({ id, ...map.toJSON() }));
  return { rows, aside: [] };
}

function apply(doc, changes) {
  const rows = doc.getMap(ROWS);
  doc.transact(() => {
    for (const { put, set, id } of changes) {
      if (put) {
        const { id: own, ...fields } = put;
        rows.set(own, new Y.Map(Object.entries(fields)));
      } else if (set) {
        for (const [field, value] of Object.entries(set)) {
          if (value === null) rows.get(id).delete(field);
          else rows.get(id).set(field, value);
        }
      } else rows.delete(id);
    }
  });
}

/** A state vector with its length before it, then an update. */
function packed(vector, update) {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(vector.length);
  return Buffer.concat([head, vector, update]);
}

function unpacked(body) {
  const end = 4 + body.readUInt32BE(0);
  return { vector: body.subarray(4, end), update: body.subarray(end) };
}

export async function serve({ token }) {
  const doc = new Y.Doc();
  const port = await serveRoutes(token, {
    'POST /sync': ({ body }) => {
      const { vector, update } = unpacked(body);
      if (update.length > 0) Y.applyUpdateV2(doc, update);
      return packed(Y.encodeStateVector(doc), Y.encodeStateAsUpdateV2(doc, vector));
    },
  });
  return {
    port,
    seed: (rows) =>
      apply(
        doc,
        rows.map((put) => ({ put })),
      ),
    apply: (changes) => apply(doc, changes),
    rows: () => rowsOf(doc),
  };
}

export async function join({ origin, token }) {
  const doc = new Y.Doc();
  const fetch = bareFetch(token);
  let known = null;
  return {
    async sync() {
      const fresh = known ? Y.encodeStateAsUpdateV2(doc, known) : new Uint8Array();
      const body = packed(Y.encodeStateVector(doc), fresh);
      const answer = await fetch(`${origin}/sync`, { method: 'POST', body });
      const { vector, update } = unpacked(Buffer.from(await answer.arrayBuffer()));
      known = new Uint8Array(vector);
      Y.applyUpdateV2(doc, update);
    },
    edit(edits) {
      for (const changes of edits) apply(doc, changes);
    },
    rows: () => rowsOf(doc),
  };
}
