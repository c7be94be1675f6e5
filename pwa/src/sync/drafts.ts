/** What is half typed. Its key names the rows it is about, which keeps them readable. */
import type { Drafts } from './api';
import type { Core } from './core';

export function draftsOf(core: Core): Drafts {
  const { store } = core.ports;
  return {
    get: async <T>(key: string) => (await store.getDraft(key)) as T | undefined,
    async set(key, value) {
      await store.setDraft(key, value);
      core.draftKeys.add(key);
    },
    async remove(key) {
      await store.removeDraft(key);
      core.draftKeys.delete(key);
      await core.tidyKept();
    },
  };
}
