/** What the office and other programs do by the API: people, rights, shifts, imports. */
import { Channel, Role } from '../contract/enums';
import { Mutation } from '../contract/mutations';
import type { Act } from './acts';
import { EAST, WEST } from './acts-board';

const ADMINISTRATOR = 'boss';
const DAY_MS = 86_400_000;

function firm(often: number, run: Act['run']): Act {
  return { often, who: 'any', run };
}

export const FIRM_ACTS = {
  import_orders: firm(0.5, (history, _, dice) => {
    const count = dice.between(3, 12);
    for (let made = 0; made < count; made += 1) {
      const mark = history.mark();
      const where = { fix: dice.pick([EAST, WEST]), external_ref: `register:${mark}` };
      const args = {
        title: `Old ${mark}`,
        channel: Channel.IMPORT,
        new_customer_name: 'Li',
        ...where,
      };
      history.office('', Mutation.ReportWorkOrder, args);
    }
  }),
  grant_add: firm(0.7, (history, _, dice) => {
    const user_id = history.personOf(dice.pick(['east', 'west', 'bob'])).user_id;
    const territory_id = history.territory(dice);
    history.office(ADMINISTRATOR, Mutation.AddGrant, {
      user_id,
      role: Role.DISPATCHER,
      territory_id,
    });
  }),
  /** Sometimes back at once: a scope lost and regained before anybody looked. */
  grant_end: firm(0.7, (history, _, dice) => {
    const view = history.board()?.replica.view;
    const grants = view
      ?.all('grant')
      .filter((one) => one.is_active && one.role === Role.DISPATCHER);
    const grant = dice.pick(grants?.filter((one) => one.territory_id !== null) ?? []);
    if (!grant) return;
    history.office(ADMINISTRATOR, Mutation.EndGrant, { grant_id: grant.id });
    if (!dice.chance(0.5)) return;
    const { user_id, role, territory_id } = grant;
    history.office(ADMINISTRATOR, Mutation.AddGrant, { user_id, role, territory_id });
  }),
  move_technician: firm(0.7, (history, _, dice) => {
    const { technician_id } = history.personOf(dice.pick(['ann', 'bob', 'cai']));
    const args = {
      name: `T${dice.between(1, 9)}`,
      phone: '3',
      zone: 'Asia/Shanghai',
      max_load: 20,
    };
    const territory_id = history.territory(dice);
    history.office(ADMINISTRATOR, Mutation.EditTechnician, {
      technician_id,
      ...args,
      territory_id,
    });
  }),
  shift: firm(0.5, (history, _, dice) => {
    const { technician_id } = history.personOf(dice.pick(['ann', 'bob', 'cai']));
    const hours = { weekday: dice.below(7), start_min: 480, end_min: 1_080 };
    history.office(ADMINISTRATOR, Mutation.SetShift, { technician_id, ...hours });
  }),
  absence: firm(0.4, (history, _, dice) => {
    const { technician_id } = history.personOf(dice.pick(['ann', 'bob', 'cai']));
    const from_ms = history.timeline.now_ms + dice.below(20) * DAY_MS;
    const args = { technician_id, from_ms, to_ms: from_ms + DAY_MS, reason: 'ill' };
    history.office(ADMINISTRATOR, Mutation.AddAbsence, args);
  }),
} satisfies Record<string, Act>;
