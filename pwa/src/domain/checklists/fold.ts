/** Many answers in a row are one line of history, until somebody wants to read them. */
import type { Fact } from '../../contract/kinds';
import { Mutation } from '../../contract/mutations';

export interface Fold {
  /** Of the newest: stays the same while the fold grows at its other end. */
  readonly id: string;
  readonly facts: readonly Fact[];
  /** Items answered, each once. */
  readonly items: number;
}

export type HistoryLine =
  | { readonly id: string; readonly fact: Fact }
  | { readonly id: string; readonly fold: Fold };

const FOLDED_FROM = 2;

function isFoldable(fact: Fact): boolean {
  return fact.verb === Mutation.AnswerChecklist && fact.struck_by_id === null;
}

function isSameHand(one: Fact, other: Fact): boolean {
  return (
    one.author_id === other.author_id &&
    one.appointment_id === other.appointment_id &&
    one.is_late === other.is_late
  );
}

/** History in its order, with neighbouring answers of one hand as one line. */
export function folded(facts: readonly Fact[]): readonly HistoryLine[] {
  const lines: HistoryLine[] = [];
  let run: Fact[] = [];
  const end = () => {
    lines.push(...(run.length >= FOLDED_FROM ? [foldOf(run)] : run.map(lineOf)));
    run = [];
  };
  for (const fact of facts) {
    const [first] = run;
    if (!isFoldable(fact)) {
      end();
      lines.push(lineOf(fact));
    } else {
      if (first && !isSameHand(first, fact)) end();
      run.push(fact);
    }
  }
  end();
  return lines;
}

function lineOf(fact: Fact): HistoryLine {
  return { id: fact.id, fact };
}

function foldOf(facts: readonly Fact[]): HistoryLine {
  const id = facts[0]?.id ?? '';
  const items = new Set(facts.map((fact) => fact.detail)).size;
  return { id, fold: { id, facts, items } };
}
