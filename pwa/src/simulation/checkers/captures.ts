/** 2: what a screen called saved is on the device or at the server, or both stores were hit. */
import type { CheckerKind, Kept } from '../watch';

function isOwed(kept: Kept): boolean {
  return kept.isConfirmed && kept.lost === null;
}

export const captures: CheckerKind = {
  invariant: 2,
  make: (report, book) => ({
    opened(device, { replica }) {
      const shelf = book.shelf(device);
      if (shelf.isUntold && !replica.wiped && !device.isBoard)
        report(`${device.name} lost both its stores and does not say so`);
      shelf.isUntold = false;
      const held = new Set(replica.outbox().map((item) => `${item.replica}:${item.n}`));
      for (const kept of book.of(device)) {
        if (!isOwed(kept) || kept.result !== null) continue;
        const { replica: writer, n, name } = kept.entry;
        if (!held.has(`${writer}:${n}`)) report(`${device.name} lost ${name} ${writer}:${n}`);
      }
    },
    atRest({ server }) {
      for (const born of book.unkept) report(`${born} was called saved and is in no store`);
      for (const born of book.unjournaled)
        report(`${born} is in no journal, which was called whole`);
      const ledger = new Map(server.ledger.map((line) => [`${line.writer}:${line.key}`, line]));
      for (const kept of book.all().filter(isOwed)) {
        const { replica, n, name, hash } = kept.entry;
        const line = ledger.get(`${replica}:${n}`);
        if (line === undefined) report(`${kept.device}: ${name} ${replica}:${n} never arrived`);
        else if (line.hash !== hash) report(`${kept.device}: ${name} ${replica}:${n} is another`);
        // Nobody here writes entries that no request can carry.
        else if (line.reason === 'too_large') report(`${kept.device}: ${name} lost its body`);
      }
    },
  }),
};
