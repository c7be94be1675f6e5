/** 1: what a device or a program was told is recorded is in the ledger, with that outcome. */
import type { CheckerKind } from '../watch';

export const acknowledged: CheckerKind = {
  invariant: 1,
  make: (report, book) => ({
    atRest({ server }) {
      const ledger = new Map(server.ledger.map((line) => [`${line.writer} ${line.key}`, line]));
      const told = [
        ...book.answered,
        ...book
          .all()
          .flatMap(({ result, lost }) =>
            result === null || lost !== null
              ? []
              : [{ ...result, writer: result.replica, key: String(result.n) }],
          ),
      ];
      for (const { writer, key, seq, outcome } of told) {
        const line = ledger.get(`${writer} ${key}`);
        if (line?.seq !== seq || line.outcome !== outcome)
          report(`${writer} ${key} was answered ${outcome} at ${seq}, ledger: ${line?.outcome}`);
      }
    },
  }),
};
