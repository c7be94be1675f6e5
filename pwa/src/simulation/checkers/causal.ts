/** 10: a device's entries take effect in its order, and it sees its own work at once. */
import { Mutation, type MutationArgs } from '../../contract/mutations';
import { bornId } from '../../sync/ids';
import type { Book } from '../book';
import type { CheckerKind, Kept } from '../watch';

const UNSETTLED = new Set(['waiting', 'sending', 'settling']);

export const causal: CheckerKind = {
  invariant: 10,
  make: (report, book) => ({
    moment(devices) {
      for (const device of devices) {
        for (const { life, replica } of device.pages) {
          if (!life.isAlive) continue;
          for (const item of replica.outbox()) {
            if (item.name !== Mutation.Note || item.waitsForOffice) continue;
            if (!UNSETTLED.has(item.state)) continue;
            const { text, work_order_id } = item.args as MutationArgs[typeof Mutation.Note];
            // After a wipe the order itself may not have come yet.
            if (!replica.view.get('work_order', work_order_id)) continue;
            const fact = replica.view.get('fact', bornId(item.replica, String(item.n), 0));
            if (fact?.text !== text) report(`${device.name} does not see its own note ${text}`);
          }
        }
      }
    },
    atRest({ server }) {
      const lineOf = new Map(server.ledger.map((line) => [`${line.writer}:${line.key}`, line]));
      for (const { device, entry, parent, lost, mayDouble } of book.all()) {
        // Boards may lose an order to another territory; who reported one in the field keeps it.
        if (entry.name !== Mutation.Note || parent?.entry.name !== Mutation.ReportWorkOrder)
          continue;
        if (lost !== null || parent.lost !== null || mayDouble || parent.mayDouble) continue;
        const line = lineOf.get(`${entry.replica}:${entry.n}`);
        const order = lineOf.get(`${parent.entry.replica}:${parent.entry.n}`);
        if (order?.outcome === 'accepted' && line?.reason === 'not_found')
          report(`${device}: ${entry.name} ${entry.n} does not find the order of its own device`);
      }
      for (const what of outOfTurn(book)) report(what);
      const last = new Map<string, { n: number; seq: number }>();
      const lines = server.ledger
        .filter(({ key }) => /^\d+$/.test(key))
        .sort((a, b) => a.seq - b.seq);
      for (const { writer, key, seq } of lines) {
        const before = last.get(writer);
        const n = Number(key);
        const follows = (before?.n ?? 0) + 1;
        const isLost = (from: number, last: number): boolean =>
          server.holes.some(([of, first, to]) => of === writer && first <= from && last <= to);
        // What was filed as lost and turned up again is run whenever it comes.
        if (n < follows && isLost(n, n)) continue;
        if (n !== follows && !isLost(follows, n - 1))
          report(`${writer} ${n} came after ${before?.n ?? 0}`);
        last.set(writer, { n, seq });
      }
    },
  }),
};

/** Under one name, whatever they were called before, a device's entries keep its order. */
function* outOfTurn(book: Book): Generator<string> {
  const before = new Map<string, Kept>();
  // Of what no store has any more, the same number may be given once again.
  const known = book.all().filter(({ isForgotten, lost }) => !isForgotten && lost === null);
  for (const kept of known.sort((a, b) => a.entry.n - b.entry.n)) {
    const { replica, n } = kept.entry;
    const other = before.get(replica);
    before.set(replica, kept);
    if (other && other.at > kept.at)
      yield `${kept.device}: ${replica} ${n} was written before ${other.entry.n}`;
  }
}
