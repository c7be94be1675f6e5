/** 3: each mutation has its effect once, or not at all when it was refused. */
import { Mutation } from '../../contract/mutations';
import type { CheckerKind } from '../watch';

export const once: CheckerKind = {
  invariant: 3,
  make: (report, book) => ({
    atRest({ server }) {
      const seen = new Map<string, number>();
      for (const [, text] of server.facts) seen.set(text, (seen.get(text) ?? 0) + 1);
      // By their hash, too: a phone that was taken back gives a number to another entry.
      const outcomes = new Map(
        server.ledger.map((line) => [`${line.writer}:${line.key}:${line.hash}`, line.outcome]),
      );
      for (const { entry, mayDouble, device } of book.all()) {
        if (entry.name !== Mutation.Note || mayDouble) continue;
        const { text } = entry.args as { text: string };
        const outcome = outcomes.get(`${entry.replica}:${entry.n}:${entry.hash}`);
        const times = seen.get(text) ?? 0;
        if (outcome === 'accepted' && times !== 1)
          report(`${device}: note ${text} was accepted and is there ${times} times`);
        if (outcome === 'rejected' && times > 0)
          report(`${device}: note ${text} was refused and is there`);
        if (times > 1) report(`${device}: note ${text} is there ${times} times`);
      }
    },
  }),
};
