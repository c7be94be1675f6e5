/** Optimistic effects on customers and contacts. Initials come from the server. */
import type { AddContact, AddCustomer } from '../../contract/mutations';
import type { Effect, Mutators, Stage, When } from '../../sync/mutator';
import { edit } from '../edit';
import { NOT_FOUND } from '../fact';

const LOCALE = 'zh-CN';

function addCustomer(stage: Stage, args: AddCustomer, when: When): Effect {
  const customer_id = when.born(0);
  const { name, phone = '', tier = 'normal', remark = '', relation = '', locale = LOCALE } = args;
  stage.put('customer', {
    id: customer_id,
    name,
    initials: '',
    tier,
    phone,
    remark,
    is_active: true,
  });
  if (args.contact_name) {
    const contact = { customer_id, name: args.contact_name, initials: '', relation, phone, locale };
    stage.put('contact', { id: when.born(1), ...contact });
  }
  return 'done';
}

function addContact(stage: Stage, args: AddContact, when: When): Effect {
  const customer = stage.get('customer', args.customer_id);
  if (customer === undefined) return NOT_FOUND;
  if (!customer.is_active) return { reason: 'customer_inactive', detail: { name: customer.name } };
  const { customer_id, name, relation = '', phone = '', locale = LOCALE } = args;
  stage.put('contact', {
    id: when.born(0),
    customer_id,
    name,
    initials: '',
    relation,
    phone,
    locale,
  });
  return 'done';
}

export const CUSTOMER_MUTATORS: Mutators = {
  'customer.add': addCustomer,
  'customer.edit': (stage, { customer_id, ...fields }) =>
    edit(stage, 'customer', customer_id, fields),
  'customer.set_active': (stage, { customer_id, is_active }) =>
    edit(stage, 'customer', customer_id, { is_active }),
  'contact.add': addContact,
  'contact.edit': (stage, { contact_id, ...fields }) => edit(stage, 'contact', contact_id, fields),
};
