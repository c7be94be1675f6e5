/** A stored picture as an address that an image can show; given back when it is no longer shown. */
import type { BlobState } from '../../contract/enums';
import type { Replica } from '../../sync/api';

interface Wanted {
  readonly id: string;
  readonly size: 'thumb' | 'large';
  /** Asked for again when it changes: what waited may have arrived. */
  readonly state: BlobState;
}

export interface Shown {
  readonly url: string | null;
  /** Neither this browser nor the server has it now. */
  readonly missing: boolean;
}

/** Call while a component is created. */
export function showBlob(replica: Replica, wanted: () => Wanted): Shown {
  let url = $state<string | null>(null);
  let missing = $state(false);

  $effect(() => {
    const { id, size, state } = wanted();
    let gone = false;
    let made: string | null = null;
    missing = false;
    if (state === 'stored') {
      replica.blob(id, size).then(
        (blob) => {
          if (gone) return;
          missing = blob === null;
          if (blob) url = made = URL.createObjectURL(blob);
        },
        () => {
          missing = !gone;
        },
      );
    }
    return () => {
      gone = true;
      url = null;
      if (made) URL.revokeObjectURL(made);
    };
  });

  return {
    get url() {
      return url;
    },
    get missing() {
      return missing;
    },
  };
}
