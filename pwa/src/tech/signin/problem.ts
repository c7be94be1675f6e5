/** Why signing in did not work, and what to do. */
import { OtherServer } from '../../store/session';
import { ApiError, isCaptive } from '../../store/transport';
import { fmt, t } from '../../ui/i18n/i18n.svelte';

const WAIT_MS = 60_000;

export function signInProblem(error: unknown): string {
  if (error instanceof OtherServer) return t('tech.join.other_server');
  if (!(error instanceof ApiError)) return t('login.offline');
  if (isCaptive(error)) return t('error.captive');
  if (error.code === 'bad_login') return t('error.bad_login');
  if (error.status === 429) {
    return t('error.too_many_tries', { time: fmt.duration(error.retry_after_ms ?? WAIT_MS) });
  }
  if (error.status === 401 || error.status === 404 || error.status === 410)
    return t('error.code_used');
  return `${t('tech.signin.failed')} ${t('error.code', { code: error.code || String(error.status) })}`;
}
