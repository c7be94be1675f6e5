/** Why signing in did not work, in words that say what to do. */
import { fmt, t } from '../../ui/i18n/i18n.svelte';
import { ApiError, isCaptive } from '../api';

export function signInProblem(error: unknown): string {
  if (!(error instanceof ApiError)) return t('board.signin.offline');
  if (isCaptive(error)) return t('error.captive');
  if (error.code === 'bad_login') return t('error.bad_login');
  if (error.status === 429) {
    return t('error.too_many_tries', { time: fmt.duration(error.retry_after_ms ?? 60_000) });
  }
  return t('error.code', { code: error.code });
}
