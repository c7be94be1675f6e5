/** The bytes of a picture as an address that an `<img>` understands; given back when it goes. */
import type { Replica } from '../../sync/api';

export interface Picture {
  readonly url: string | null;
  /** Neither this phone nor the server has it to show now. */
  readonly isMissing: boolean;
}

/** Call while a component is set up. `again`: read it once more when this changes. */
export function pictureUrl(
  replica: Replica,
  id: () => string | null,
  size: 'thumb' | 'large',
  again: () => unknown = () => null,
): Picture {
  let url = $state<string | null>(null);
  let isMissing = $state(false);

  $effect(() => {
    const wanted = id();
    void again();
    if (wanted === null) {
      url = null;
      return;
    }
    let made: string | null = null;
    let isGone = false;
    void replica
      .blob(wanted, size)
      .catch(() => null)
      .then((blob) => {
        if (isGone) return;
        isMissing = blob === null;
        made = blob === null ? null : URL.createObjectURL(blob);
        url = made;
      });
    return () => {
      isGone = true;
      if (made !== null) URL.revokeObjectURL(made);
    };
  });
  return {
    get url() {
      return url;
    },
    get isMissing() {
      return isMissing;
    },
  };
}
