/** The customer's own copy: plain text in a QR code, read by any phone without a network. */
export interface Copy {
  readonly number: string;
  readonly title: string;
  readonly place: string;
  /** "2026-11-21 12:02" */
  readonly at: string;
  readonly technician: string;
  /** "张丽（业主本人）", or why it was not signed. */
  readonly by: string;
  /** SHA-256 of what was shown, 64 hex digits. */
  readonly hash: string;
}

const TITLE_MAX = 60;

/** One fact a line; short enough for a code that an old camera reads. */
export function copyText(copy: Copy): string {
  const lines = [
    `Fieldward ${copy.number}`,
    copy.title.slice(0, TITLE_MAX),
    copy.place.slice(0, TITLE_MAX),
    `${copy.at} · ${copy.technician}`,
    copy.by,
    copy.hash,
  ];
  return lines.filter(Boolean).join('\n');
}
