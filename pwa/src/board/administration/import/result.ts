/** What the server says of an imported list. */
export const NOUNS = [
  'users',
  'technicians',
  'customers',
  'projects',
  'assets',
  'territories',
  'checklists',
] as const;
export type Noun = (typeof NOUNS)[number];

export const OUTCOMES = ['new', 'updated', 'unchanged', 'rejected'] as const;
export type RowOutcome = (typeof OUTCOMES)[number];

export interface RowResult {
  readonly line: number;
  readonly outcome: RowOutcome;
  readonly name: string;
  readonly reason: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export type Counts = Readonly<Record<RowOutcome, number>>;

export function countsOf(rows: readonly RowResult[]): Counts {
  const counts = { new: 0, updated: 0, unchanged: 0, rejected: 0 };
  for (const { outcome } of rows) counts[outcome] += 1;
  return counts;
}

interface Said {
  readonly rows?: number;
}

/** Lines of the answer as they come in: first how many rows there are, then a result each. */
export class Answer {
  total = 0;
  readonly rows: RowResult[] = [];
  private rest = '';

  take(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.line(line);
  }

  private line(text: string): void {
    if (text.trim() === '') return;
    const said = JSON.parse(text) as RowResult & Said;
    if (said.rows === undefined) this.rows.push(said);
    else this.total = said.rows;
  }

  /** The server ended before the last row: what is missing was not done. */
  get isCut(): boolean {
    return this.rows.length < this.total;
  }
}
