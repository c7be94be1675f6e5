/** The pages of administration, in the order of the side list, and who may open each. */
import { Role } from '../../../contract/enums';
import type { Session } from '../../../store/session';

const OFFICE = [Role.DISPATCHER, Role.MANAGER, Role.ADMINISTRATOR] as const;
const KEEPERS = [Role.MANAGER, Role.ADMINISTRATOR] as const;
const ADMINISTRATOR = [Role.ADMINISTRATOR] as const;

export const PAGES = [
  { name: 'held', roles: OFFICE },
  { name: 'customers', roles: OFFICE },
  { name: 'projects', roles: OFFICE },
  { name: 'assets', roles: OFFICE },
  { name: 'checklists', roles: KEEPERS },
  { name: 'people', roles: ADMINISTRATOR },
  { name: 'technicians', roles: ADMINISTRATOR },
  { name: 'skills', roles: ADMINISTRATOR },
  { name: 'territories', roles: ADMINISTRATOR },
  { name: 'papers', roles: ADMINISTRATOR },
  { name: 'devices', roles: ADMINISTRATOR },
] as const;

export type PageName = (typeof PAGES)[number]['name'];
export type ListName = Exclude<PageName, 'devices' | 'held' | 'papers'>;

export function pagesOf(session: Session): readonly PageName[] {
  const held = new Set<string>(session.roles.map((each) => each.role));
  return PAGES.filter((page) => page.roles.some((role) => held.has(role))).map(({ name }) => name);
}
