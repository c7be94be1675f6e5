/** Authoring with one answer to everything that can go wrong: words on the screen, nothing lost. */

import type { MutationArgs, MutationName } from '../contract/mutations';
import { vibrate } from '../device/vibrate';
import type { Authored, Replica } from '../sync/api';
import { t } from '../ui/i18n/i18n.svelte';

export class Acts {
  /** What went wrong last, in words; "" when nothing did. */
  problem = $state('');
  /** An entry is being written: a second tap would author it twice. */
  isBusy = $state(false);

  constructor(private readonly replica: Replica) {}

  /** Null when it could not be kept; `problem` says why. */
  async mutate<N extends MutationName>(name: N, args: MutationArgs[N]): Promise<Authored | null> {
    return this.attempt(async () => {
      const authored = await this.replica.mutate(name, args);
      vibrate('saved');
      return authored;
    });
  }

  async attempt<T>(work: () => Promise<T>): Promise<T | null> {
    if (this.isBusy) return null;
    this.isBusy = true;
    this.problem = '';
    try {
      return await work();
    } catch (error) {
      this.problem = wordsOf(error);
      return null;
    } finally {
      this.isBusy = false;
    }
  }
}

export function wordsOf(error: unknown): string {
  const name = nameOf(error);
  if (name === 'QuotaExceededError') return t('tech.problem.full');
  if (name === 'EntryTooLarge') return t('reason.too_large');
  return `${t('error.unknown')} ${t('error.code', { code: name || 'unknown' })}`;
}

/** A full store aborts its transaction: what Dexie throws then holds the cause inside. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const inner = 'inner' in error ? nameOf(error.inner) : '';
  return inner || error.name;
}
