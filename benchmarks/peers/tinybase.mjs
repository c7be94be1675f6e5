// TinyBase: a mergeable store on both sides of its own WebSocket server. Every sync connects anew,
// as a phone that comes back does.
import { createServer } from 'node:http';
import { createMergeableStore } from 'tinybase';
import { createWsSynchronizer } from 'tinybase/synchronizers/synchronizer-ws-client';
import { createWsServer } from 'tinybase/synchronizers/synchronizer-ws-server';
import { WebSocket, WebSocketServer } from 'ws';
import { isKnown, listen } from './wire.mjs';

const TIMEOUT_S = 60;
// The server's own store waits so long at first, since nobody is there yet, and later for a client
// on a slow link.
const SERVER_TIMEOUT_S = 15;
const QUIET_MS = 4_000; // for a sync whose end nobody can know beforehand

const connected = (store, origin, token, timeout_s) => {
  const headers = { authorization: `Bearer ${token}` };
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rows`, { headers });
  return createWsSynchronizer(store, socket, timeout_s);
};

function rowsOf(store) {
  const rows = Object.entries(store.getTables()).flatMap(([table, held]) =>
    Object.entries(held).map(([id, fields]) => ({ table, id, ...fields })),
  );
  return { rows, aside: [] };
}

function apply(store, changes) {
  store.transaction(() => {
    for (const { put, set, table, id } of changes) {
      if (put) {
        const { table: own, id: ownId, ...fields } = put;
        store.setRow(own, ownId, fields);
      } else if (set) {
        for (const [field, value] of Object.entries(set)) {
          if (value === null) store.delCell(table, id, field, true);
          else store.setCell(table, id, field, value);
        }
      } else store.delRow(table, id);
    }
  });
}

export async function serve({ token }) {
  const http = createServer();
  const verifyClient = ({ req }) => isKnown(req, token);
  createWsServer(new WebSocketServer({ server: http, verifyClient, perMessageDeflate: true }));
  const port = await listen(http);
  const store = createMergeableStore('server');
  return {
    port,
    async seed(rows) {
      apply(
        store,
        rows.map((put) => ({ put })),
      );
      const own = await connected(store, `http://127.0.0.1:${port}`, token, SERVER_TIMEOUT_S);
      await own.startSync();
    },
    apply: (changes) => apply(store, changes),
    rows: () => rowsOf(store),
  };
}

export async function join({ origin, token }) {
  const store = createMergeableStore('client');
  let wire = null;
  return {
    async sync({ is_open_end: isOpenEnd }) {
      wire = await connected(store, origin, token, TIMEOUT_S);
      await wire.startSync();
      if (isOpenEnd) await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    },
    leave: () => wire.destroy().then(() => null),
    edit(edits) {
      for (const changes of edits) apply(store, changes);
    },
    rows: () => rowsOf(store),
  };
}
