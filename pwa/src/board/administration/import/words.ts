/** What the server said of a file or a row, in the language on the screen. */
import { t, tMaybe } from '../../../ui/i18n/i18n.svelte';
import type { ApiError } from '../../api';
import { problemWords } from '../kit/problem';
import type { RowResult } from './result';

/** Something about the whole file: it cannot be read, or columns are missing. */
export function fileProblem({ code, detail }: ApiError): string {
  const problem = typeof detail['problem'] === 'string' ? detail['problem'] : code;
  const columns = Array.isArray(detail['columns']) ? detail['columns'].join('、') : '';
  const line = typeof detail['line'] === 'number' ? detail['line'] : 0;
  return tMaybe(`admin.import.file.${problem}`, { columns, line }, t('error.code', { code }));
}

export function outcomeWords({ outcome }: RowResult, isDry: boolean): string {
  return t(isDry ? `admin.outcome_dry.${outcome}` : `admin.outcome.${outcome}`);
}

/** Why a row was refused, with the column and the value that did it. */
export function reasonWords({ reason, detail }: RowResult): string {
  if (reason === '') return '';
  const field = typeof detail['column'] === 'string' ? detail['column'] : '';
  const known = {
    ...detail,
    column: tMaybe(`admin.import.column.${field}`, {}, field),
    value: String(detail['value'] ?? ''),
    line: String(detail['line'] ?? ''),
  };
  const own = tMaybe(`admin.import.why.${reason}`, known, '');
  return own === '' ? problemWords(reason, detail, tMaybe) : own;
}
