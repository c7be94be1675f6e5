/** 15: any older copy of a phone, synced again, ends where a new phone does: no row is stranded. */
import { asTexts, type CheckerKind, difference } from '../watch';

export const checkpoints: CheckerKind = {
  invariant: 15,
  make: (report) => ({
    atRest({ checkpoints: copies, fresh }) {
      for (const [login, members] of copies) {
        const want = fresh.get(login);
        const wrong = want ? difference(asTexts(members), asTexts(want)) : 'no new device';
        if (wrong) report(`an old copy of ${login}: ${wrong}`);
      }
    },
  }),
};
