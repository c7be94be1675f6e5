/** Is it really an answer? A captive portal's page with status 200 is not. */
import { PROTOCOL_VERSION } from '../contract/version';
import type { HttpAnswer } from './ports';
import { BadShape } from './shape';
import { decodeAnswer, type SyncAnswer } from './wire';
import type { Asked } from './wire-pages';

export type Verdict =
  | { readonly kind: 'answer'; readonly answer: SyncAnswer }
  | { readonly kind: 'not_an_answer'; readonly why: string }
  /** Another page in place of ours: the network wants its own sign-in first. */
  | { readonly kind: 'captive' }
  | { readonly kind: 'signed_out' }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'update_needed' }
  | { readonly kind: 'replica_taken' }
  | { readonly kind: 'wait'; readonly wait_ms: number | null };

const DECODER = new TextDecoder();
const RETRY_AFTER_MS_MAX = 3_600_000;
/** RFC 6585: Network Authentication Required. */
const NETWORK_SIGN_IN = 511;

export function judge(http: HttpAnswer, nonce: string, asked: Asked): Verdict {
  if (isPortal(http)) return { kind: 'captive' };
  if (http.status === 200) return read(http, nonce, asked);
  const code = isJson(http) ? problemCode(http) : '';
  if (code === 'replica_taken') return { kind: 'replica_taken' };
  if (http.status === 401 || http.status === 403) {
    // A portal may answer 401 or 403 too; only our own error shape signs somebody out.
    return code === ''
      ? { kind: 'not_an_answer', why: `status ${http.status}` }
      : { kind: 'signed_out' };
  }
  // A proxy's 413 says nothing of our limits: a single entry must not lose its body for it.
  if (http.status === 413 && code === 'too_large') return { kind: 'too_large' };
  if (http.status === 409 && code === 'schema_unknown') return { kind: 'update_needed' };
  if (http.status === 429 || http.status === 503)
    return { kind: 'wait', wait_ms: retryAfterMs(http) };
  return { kind: 'not_an_answer', why: `status ${http.status} ${code}`.trim() };
}

/** Our server never redirects, and no answer of its own is a page. */
function isPortal(http: HttpAnswer): boolean {
  const { status } = http;
  if (status === NETWORK_SIGN_IN || (status >= 300 && status < 400)) return true;
  const isPage = /^text\/html\b/i.test(http.header('content-type') ?? '');
  return isPage && (status < 300 || status === 401 || status === 403);
}

export function isJson(http: HttpAnswer): boolean {
  return /^application\/json\b/i.test(http.header('content-type') ?? '');
}

/** The code of our one error shape, or "" when it is none of ours. */
export function problemCode(http: HttpAnswer): string {
  try {
    const problem = JSON.parse(DECODER.decode(http.body)) as { code?: unknown } | null;
    return typeof problem?.code === 'string' ? problem.code : '';
  } catch {
    return '';
  }
}

/** Retry-After in whole seconds, bounded; null when it is absent or a date. */
export function retryAfterMs(http: HttpAnswer): number | null {
  const seconds = Number(http.header('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0
    ? Math.min(seconds * 1_000, RETRY_AFTER_MS_MAX)
    : null;
}

function read(http: HttpAnswer, nonce: string, asked: Asked): Verdict {
  if (!isJson(http)) return { kind: 'not_an_answer', why: 'not JSON' };
  try {
    const value: unknown = JSON.parse(DECODER.decode(http.body));
    if (!Array.isArray(value)) return { kind: 'not_an_answer', why: 'not a list' };
    if (value[0] !== PROTOCOL_VERSION) return { kind: 'not_an_answer', why: 'another protocol' };
    if (value[1] !== nonce) return { kind: 'not_an_answer', why: 'another nonce' };
    return { kind: 'answer', answer: decodeAnswer(value, asked) };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof BadShape) {
      return { kind: 'not_an_answer', why: error.message };
    }
    throw error;
  }
}
