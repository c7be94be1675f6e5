/** A new password: judged here, hashed by the server, never part of a mutation. */
import { t, tMaybe } from '../../../ui/i18n/i18n.svelte';
import { ApiError, setUserPassword } from '../../api';

/** The server asks for the same. */
export const PASSWORD_CHARS_MIN = 8;

/** What is wrong with it, in words; empty when nothing is. */
export function passwordProblem(password: string): string {
  const isShort = [...password].length < PASSWORD_CHARS_MIN;
  return isShort ? t('admin.people.password_short', { n: PASSWORD_CHARS_MIN }) : '';
}

/** Why it was not set, in words; empty when it was. */
export async function setPassword(user_id: string, password: string): Promise<string> {
  try {
    await setUserPassword(user_id, password);
    return '';
  } catch (error) {
    if (!(error instanceof ApiError)) return t('board.signin.offline');
    return tMaybe(`reason.${error.code}`, {}, t('error.code', { code: error.code }));
  }
}
