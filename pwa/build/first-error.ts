/** Lets a failed build say why it failed, where later plugins would complain of missing files. */
import type { Plugin } from 'vite';

/** Must stand first. */
export function firstError(): Plugin {
  let first: Error | undefined;
  return {
    name: 'fieldward:first-error',
    apply: 'build',
    buildEnd(error) {
      first ??= error;
    },
    renderError(error) {
      first ??= error;
    },
    closeBundle: {
      sequential: true,
      order: 'pre',
      handler() {
        if (first) throw first;
      },
    },
  };
}
