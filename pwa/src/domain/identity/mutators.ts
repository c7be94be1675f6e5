/** Optimistic effects on users, grants and devices. Devices are enrolled by the server alone. */
import { Role } from '../../contract/enums';
import type { AddGrant, AddUser, SetUserActive } from '../../contract/mutations';
import type { Effect, Mutators, Stage, When } from '../../sync/mutator';
import { edit } from '../edit';
import { NOT_FOUND } from '../fact';

/** Administrators hold the whole firm, whatever was asked. */
function territoryOfGrant(role: Role, territory_id: string | null): string | null {
  return role === Role.ADMINISTRATOR ? null : territory_id;
}

function addUser(stage: Stage, args: AddUser, when: When): Effect {
  const login = args.login.trim().toLowerCase();
  if (stage.by('user', 'login', login).length > 0) return { reason: 'login_taken', detail: {} };
  const { name, phone = '', locale = 'zh-CN', territory_id = null, roles = [] } = args;
  const user_id = when.born(0);
  stage.put('user', { id: user_id, name, initials: '', login, phone, locale, is_active: true });
  roles.forEach((role, at) => {
    const grant = { user_id, role, territory_id: territoryOfGrant(role, territory_id) };
    stage.put('grant', { id: when.born(at + 1), ...grant, is_active: true });
  });
  return 'done';
}

/** Whoever cannot sign in cannot be sent. */
function setUserActive(stage: Stage, { user_id, is_active }: SetUserActive): Effect {
  for (const technician of is_active ? [] : stage.by('technician', 'user_id', user_id)) {
    stage.put('technician', { ...technician, is_active: false });
  }
  return edit(stage, 'user', user_id, { is_active });
}

/** A second identical grant changes nothing: the first one stands. */
function addGrant(stage: Stage, args: AddGrant, when: When): Effect {
  const { user_id, role } = args;
  if (!stage.get('user', user_id)) return NOT_FOUND;
  const territory_id = territoryOfGrant(role, args.territory_id ?? null);
  const held = stage.by('grant', 'user_id', user_id).filter((grant) => grant.is_active);
  if (held.some((grant) => grant.role === role && grant.territory_id === territory_id))
    return 'done';
  stage.put('grant', { id: when.born(0), user_id, role, territory_id, is_active: true });
  return 'done';
}

export const IDENTITY_MUTATORS: Mutators = {
  'user.add': addUser,
  'user.edit': (stage, { user_id, ...fields }) => edit(stage, 'user', user_id, fields),
  'user.set_active': setUserActive,
  'grant.add': addGrant,
  'grant.end': (stage, { grant_id }) => edit(stage, 'grant', grant_id, { is_active: false }),
  'device.revoke': (stage, { device_id }) => edit(stage, 'device', device_id, { is_revoked: true }),
};
