/** 4: at rest every device holds exactly what a new one of the same person gets. */
import { asTexts, type CheckerKind, difference } from '../watch';

export const convergence: CheckerKind = {
  invariant: 4,
  make: (report) => ({
    atRest({ devices, fresh }) {
      for (const { device, members } of devices) {
        const want = fresh.get(device.person.login);
        const wrong = want && difference(asTexts(members), asTexts(want));
        if (wrong) report(`${device.name} is not like a new device: ${wrong}`);
      }
    },
  }),
};
