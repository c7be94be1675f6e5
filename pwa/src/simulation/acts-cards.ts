/** Fields that several people change at once, and what they choose when they are asked. */
import { Choice } from '../contract/enums';
import type { Contact } from '../contract/kinds';
import { Mutation, type MutationArgs, type MutationName } from '../contract/mutations';
import type { Replica } from '../sync/api';
import type { Act } from './acts';
import type { Device } from './device';
import type { History } from './history';
import type { Dice } from './random';

function writes<N extends MutationName>(
  often: number,
  who: Act['who'],
  name: N,
  make: (replica: Replica, dice: Dice, mark: () => string) => MutationArgs[N] | null,
): Act {
  return {
    often,
    who,
    run: (history, device, dice) => {
      const made = device.page && make(device.page.replica, dice, () => history.mark());
      if (made) history.write(device, name, made);
    },
  };
}

/** The first ones by id, so that people meet on the same rows. */
function popular<T extends { readonly id: string }>(rows: readonly T[], dice: Dice): T | undefined {
  return dice.pick([...rows].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, 2));
}

function mend(history: History, { id, relation, locale }: Contact, ...by: readonly Device[]): void {
  for (const device of by) {
    const said = { name: `Li ${history.mark()}`, phone: `1-${history.mark()}` };
    history.write(device, Mutation.EditContact, { contact_id: id, relation, locale, ...said });
  }
}

function quarrel(history: History, device: Device, dice: Dice): void {
  const contact = popular(device.page?.replica.view.all('contact') ?? [], dice);
  const board = history.devices.find(
    (each) => each.isBoard && contact && each.page?.replica.view.get('contact', contact.id),
  );
  if (!contact || !board) return;
  device.network.isOnline = false;
  mend(history, contact, device, board);
  history.timeline.in(6_000, () => {
    device.network.isOnline = true;
  });
  history.later(14_000, () => board.page?.replica.syncNow());
  history.later(22_000, () => argue(history, device, board, contact, dice));
}

/** Somebody says something else on his card, and the board chooses what he had said before. */
function argue(
  history: History,
  device: Device,
  board: Device,
  contact: Contact,
  dice: Dice,
): void {
  const cards = board.page?.replica.view.all('conflict') ?? [];
  const card = cards.find(({ row_id }) => row_id === contact.id);
  if (!card) return;
  if (dice.chance(0.7)) mend(history, contact, device);
  const choice = dice.pick([Choice.STORED, Choice.ARRIVING]) ?? Choice.ARRIVING;
  history.later(dice.between(1, 2_000), () =>
    history.write(board, Mutation.ChooseConflict, { conflict_id: card.id, choice }),
  );
}

export const CARD_ACTS = {
  /** By the office at its desk and by technicians in a cellar; a form sends all its fields. */
  mend_contact: writes(5, 'any', Mutation.EditContact, (replica, dice, mark) => {
    const found = popular(replica.view.all('contact'), dice);
    if (!found) return null;
    const { id: contact_id, relation, locale } = found;
    const phone = dice.chance(0.6) ? `1-${mark()}` : found.phone;
    const name = dice.chance(0.5) ? `Li ${mark()}` : found.name;
    return { contact_id, relation, locale, phone, name };
  }),
  rename_customer: writes(3, 'board', Mutation.EditCustomer, (replica, dice, mark) => {
    const found = popular(replica.view.all('customer'), dice);
    if (!found) return null;
    const { id: customer_id, phone, tier, remark } = found;
    return {
      customer_id,
      name: `Ming ${mark()}`,
      phone,
      tier,
      remark: dice.chance(0.5) ? mark() : remark,
    };
  }),
  choose: writes(1.5, 'any', Mutation.ChooseConflict, (replica, dice) => {
    const card = dice.pick(replica.view.all('conflict'));
    if (!card) return null;
    return { conflict_id: card.id, choice: dice.pick([Choice.STORED, Choice.ARRIVING]) };
  }),
  /** Of two who mend the same contact at once one is in a cellar; then they deal with the card. */
  quarrel: { often: 2.5, who: 'phone', run: quarrel },
} satisfies Record<string, Act>;
