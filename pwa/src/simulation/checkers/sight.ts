/** 5: nobody holds a row or field that the reference scopes do not give him, nor lacks one. */
import { kindName } from '../../sync/members';
import type { MemberRecord } from '../../sync/records';
import { type CheckerKind, difference } from '../watch';

export const sight: CheckerKind = {
  invariant: 5,
  make: (report) => ({
    atRest({ server, fresh, devices }) {
      const named = ({ scope, kind, id, values }: MemberRecord): string =>
        JSON.stringify([server.scopes[scope] ?? '', kindName(kind) ?? '', id, values]);
      const held = [
        ...[...fresh].map(
          ([login, members]) => [login, `a new device of ${login}`, members] as const,
        ),
        ...devices.map((one) => [one.device.person.login, one.device.name, one.members] as const),
      ];
      for (const [login, name, members] of held) {
        const want = new Set((server.expected[login] ?? []).map((each) => JSON.stringify(each)));
        const wrong = difference(new Set(members.map(named)), want);
        if (wrong) report(`${name} against the reference scopes: ${wrong}`);
      }
    },
  }),
};
