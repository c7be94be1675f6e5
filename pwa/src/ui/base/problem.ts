/** What went wrong with the last tap: said by whatever lies on top, a sheet or the screen itself. */
import { getContext, setContext } from 'svelte';

export interface Problem {
  /** "" when nothing did. */
  readonly words: string;
  readonly forget: () => void;
}

const KEY = Symbol('problem');

export function provideProblem(problem: Problem): void {
  setContext(KEY, problem);
}

/** Undefined on a face that says its problems elsewhere. */
export function useProblem(): Problem | undefined {
  return getContext<Problem | undefined>(KEY);
}
