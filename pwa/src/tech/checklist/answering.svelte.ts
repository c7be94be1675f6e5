/** Answers as they are given: shown at once, stored one after the other. */
import { type AnswerChecklist, Mutation } from '../../contract/mutations';
import type { Acts } from '../acts.svelte';

export type Target = Required<Omit<AnswerChecklist, 'item' | 'value'>>;

export class Answering {
  /** Given, and on its way into the store: shown in place of the standing answer. */
  given: Readonly<Record<string, string>> = $state.raw({});
  private writing: Promise<unknown> = Promise.resolve();

  constructor(private readonly acts: Acts) {}

  /** False when it could not be kept; the screen says why. "" takes the answer back. */
  give(target: Target, item: string, value: string): Promise<boolean> {
    this.given = { ...this.given, [item]: value };
    const stored = this.writing.then(async () => {
      const args = { ...target, item, value };
      const authored = await this.acts.mutate(Mutation.AnswerChecklist, args);
      this.forget(item, value);
      return authored !== null;
    });
    this.writing = stored;
    return stored;
  }

  /** A later answer to the same item may be waiting behind this one. */
  private forget(item: string, value: string): void {
    if (this.given[item] !== value) return;
    const { [item]: _, ...others } = this.given;
    this.given = others;
  }
}
