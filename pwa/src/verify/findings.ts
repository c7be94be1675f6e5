/** What a check of an export says, and what its reader has brought. Twin of `sync/findings.py`. */
import type { Head } from './lines';

/** What a reader should know, but what is no sign of a change. */
const NOTES: ReadonlySet<string> = new Set(['erased', 'unpinned_key', 'restored']);

/** `what` happened to the events `first` to `last` (0: about none); `line` of the file, or 0. */
export interface Finding {
  readonly what: string;
  readonly first: number;
  readonly last: number;
  readonly line: number;
  readonly detail: string;
}

/** `findings` in the order of the events. Without any but notes, the file is whole. */
export interface Report {
  readonly firm: string;
  readonly events: number;
  readonly heads: number;
  readonly lastSeq: number;
  readonly findings: readonly Finding[];
}

/** What the reader has from elsewhere: public keys in hex, and heads that he was given. */
export interface Trust {
  readonly keys: readonly string[];
  readonly heads: readonly Head[];
}

export function isNote(finding: Finding): boolean {
  return NOTES.has(finding.what);
}

export function isWhole(report: Report): boolean {
  return report.findings.every(isNote);
}
