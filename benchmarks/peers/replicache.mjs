// Replicache with the row version strategy of its documentation: the server remembers what each
// client group holds (its client view record) and sends puts and dels.

import { changed, Table } from './rows.mjs';
import { bareFetch, serveRoutes } from './wire.mjs';

const keyOf = ({ table, id }) => `${table}/${id}`;

class Views {
  count = 0;
  kept = new Map();
  mutations = new Map(); // client → the last one that ran
  table = new Table();

  push({ clientGroupID: group, mutations }) {
    for (const { clientID, id, args } of mutations) {
      const client = `${group} ${clientID}`;
      if (id <= (this.mutations.get(client) ?? 0)) continue;
      this.table.apply(args);
      this.mutations.set(client, id);
    }
    return {};
  }

  pull({ clientGroupID: group, cookie }) {
    const before = cookie ? this.kept.get(cookie.order) : null;
    const rows = new Map(
      [...this.table.rows.values()].map(({ row, version }) => [keyOf(row), { row, version }]),
    );
    const patch = before ? [] : [{ op: 'clear' }];
    for (const [key, { row: value, version }] of rows) {
      if (before?.versions.get(key) !== version) patch.push({ op: 'put', key, value });
    }
    for (const key of before?.versions.keys() ?? []) {
      if (!rows.has(key)) patch.push({ op: 'del', key });
    }
    const done = this.done(group);
    const moved = Object.entries(done).filter(([client, n]) => before?.done[client] !== n);
    const lastMutationIDChanges = Object.fromEntries(moved);
    if (before && patch.length + moved.length === 0)
      return { cookie, lastMutationIDChanges, patch };
    this.count += 1;
    const versions = new Map([...rows].map(([key, { version }]) => [key, version]));
    this.kept.set(this.count, { versions, done });
    return { cookie: { order: this.count }, lastMutationIDChanges, patch };
  }

  done(group) {
    const own = [...this.mutations].filter(([client]) => client.startsWith(`${group} `));
    return Object.fromEntries(own.map(([client, n]) => [client.split(' ')[1], n]));
  }
}

export async function serve({ token }) {
  const views = new Views();
  const port = await serveRoutes(token, {
    'POST /push': ({ body }) => views.push(JSON.parse(body)),
    'POST /pull': ({ body }) => views.pull(JSON.parse(body)),
  });
  return views.table.commands(port);
}

const mutators = {
  async edit(tx, changes) {
    for (const { put, set, table, id } of changes) {
      if (put) await tx.set(keyOf(put), put);
      else await tx.set(`${table}/${id}`, changed(await tx.get(`${table}/${id}`), set));
    }
  },
};

export async function join({ origin, token }) {
  globalThis.fetch = bareFetch(token);
  const { Replicache } = await import('replicache');
  const quiet = { pullInterval: null, pushDelay: 1e8, logLevel: 'error' };
  const replica = new Replicache({ name: 'reader', kvStore: 'mem', mutators, ...quiet });
  await replica.clientGroupID;
  let isDirty = false;
  return {
    async sync() {
      replica.pushURL = `${origin}/push`;
      replica.pullURL = `${origin}/pull`;
      if (isDirty) await replica.push({ now: true });
      isDirty = false;
      await replica.pull({ now: true });
    },
    async edit(edits) {
      isDirty = true;
      for (const changes of edits) await replica.mutate.edit(changes);
    },
    rows: () =>
      replica.query(async (tx) => ({ rows: await tx.scan().values().toArray(), aside: [] })),
  };
}
