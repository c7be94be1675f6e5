/** The upload protocol (tus 1.0), one request at a time. */
import { problemCode, retryAfterMs } from './answer';
import type { HttpAnswer, HttpRequest, Transport } from './ports';

export const PART_BYTES_MIN = 65_536;
export const PART_BYTES_MAX = 524_288;
const SHORT_TIMEOUT_MS = 30_000;
const PART_TIMEOUT_MS = 120_000;
const CHECKSUM_MISMATCH = 460;

export type TusAnswer =
  | { readonly kind: 'offset'; readonly offset: number }
  /** The server does not know the attachment (yet, or any more). `isSaid` in its own words: anyone
   * between can answer 404, and a HEAD has no words. */
  | { readonly kind: 'unknown'; readonly isSaid: boolean }
  | { readonly kind: 'conflict' }
  /** The whole arrived and is not what was declared; the server starts over at 0. */
  | { readonly kind: 'mismatch' }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'signed_out' }
  /** Later: `code` says why, where the server did. */
  | { readonly kind: 'wait'; readonly wait_ms: number | null; readonly code: string };

export interface TusFile {
  readonly attachment_id: string;
  readonly replica: string;
  readonly size_bytes: number;
}

const HEADERS = { 'tus-resumable': '1.0.0' };

/** Announce a file. A file that is already there answers with its whole size as offset. */
export async function create(transport: Transport, file: TusFile): Promise<TusAnswer> {
  const metadata = `attachment ${btoa(file.attachment_id)},replica ${btoa(file.replica)}`;
  const headers = {
    ...HEADERS,
    'upload-length': String(file.size_bytes),
    'upload-metadata': metadata,
  };
  return read(await transport.send(short('POST', '/files', headers)), 0);
}

/** Ask how much the server has. */
export async function ask(transport: Transport, file: TusFile): Promise<TusAnswer> {
  return read(await transport.send(short('HEAD', pathOf(file), HEADERS)), null);
}

/** Send the bytes from an offset on. Answers with the new offset. */
export async function sendPart(
  transport: Transport,
  file: TusFile,
  offset: number,
  part: Uint8Array,
): Promise<TusAnswer> {
  const http = await transport.send({
    method: 'PATCH',
    path: pathOf(file),
    headers: {
      ...HEADERS,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(offset),
    },
    body: part,
    timeout_ms: PART_TIMEOUT_MS,
  });
  return read(http, null);
}

function pathOf(file: TusFile): string {
  return `/files/${file.attachment_id}`;
}

function short(
  method: HttpRequest['method'],
  path: string,
  headers: Record<string, string>,
): HttpRequest {
  return { method, path, headers, timeout_ms: SHORT_TIMEOUT_MS };
}

/** Only an answer with tus's own header counts: a captive portal has none. */
function read(http: HttpAnswer, offset_default: number | null): TusAnswer {
  if (http.status === 401) return { kind: 'signed_out' };
  const code = problemCode(http);
  if (http.status === 429 || http.status === 503)
    return { kind: 'wait', wait_ms: retryAfterMs(http), code };
  if (http.status === 409) return { kind: 'conflict' };
  if (http.status === CHECKSUM_MISMATCH) return { kind: 'mismatch' };
  if (http.status >= 200 && http.status < 300 && http.header('tus-resumable') !== null) {
    const offset = Number(http.header('upload-offset') ?? offset_default ?? Number.NaN);
    if (Number.isSafeInteger(offset) && offset >= 0) return { kind: 'offset', offset };
  }
  if (http.status === 404 || http.status === 410) return { kind: 'unknown', isSaid: code !== '' };
  if (http.status >= 400 && http.status < 500 && code !== '') return { kind: 'refused', code };
  return { kind: 'wait', wait_ms: null, code };
}
