/** Sends a file of rows to the server and hands on its answer line by line. */
import { ApiError } from '../../api';
import { Answer, type Noun } from './result';

/** Throws ApiError, or whatever fetch throws without a network. */
export async function sendList(
  noun: Noun,
  file: File,
  isDry: boolean,
  key: string,
  onrows: (answer: Answer) => void,
): Promise<Answer> {
  const asked = new URLSearchParams({ name: file.name, ...(isDry ? { dry_run: '1' } : {}) });
  const response = await fetch(`/api/v1/imports/${noun}?${asked.toString()}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'idempotency-key': key },
    body: file,
    credentials: 'same-origin',
    redirect: 'error',
    cache: 'no-store',
  });
  if (!response.ok || response.body === null) throw await problemOf(response);
  const answer = new Answer();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return answer;
    answer.take(value);
    onrows(answer);
  }
}

async function problemOf(response: Response): Promise<ApiError> {
  const said = (await response.json().catch(() => ({}))) as {
    code?: string;
    detail?: Record<string, unknown>;
  };
  return new ApiError(response.status, said.code ?? '', said.detail ?? {}, null);
}
