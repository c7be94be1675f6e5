/**
 * The photo just taken: on the phone at once as a draft, an attachment when the next one is taken
 * or the camera is left. Until then it can be taken back without a trace.
 */
import type { Slot } from '../../contract/enums';
import type { Attach } from '../../contract/mutations';
import type { Replica } from '../../sync/api';

export interface Shot {
  readonly bytes: Blob;
  readonly derivative?: Blob;
  readonly thumb?: Blob;
  readonly args: Attach;
}

/** One at a time, so that a fresh start finds it without knowing the job. */
const KEY = 'shot';

/** After a phone was killed in the camera: the photo that was there becomes an attachment. */
export async function finishShot(replica: Replica): Promise<void> {
  const shot = await replica.draft.get<Shot>(KEY);
  if (shot === undefined) return;
  if (!isAttached(replica, shot)) await replica.capture(shot);
  await replica.draft.remove(KEY);
}

/** The phone was killed between the capture and the removal of its draft. */
function isAttached(replica: Replica, { args }: Shot): boolean {
  return replica.view
    .by('attachment', 'work_order_id', args.work_order_id)
    .some((row) => row.sha256 === args.sha256 && row.captured_ms === args.captured_ms);
}

export class Shots {
  /** The last one, which can still be taken back or captioned. */
  pending = $state.raw<Shot | null>(null);
  private writing: Promise<unknown> = Promise.resolve();

  constructor(private readonly replica: Replica) {}

  /** Resolves once the photo is durable on this phone. The one before it is settled first. */
  take(shot: Shot): Promise<void> {
    return this.queue(async () => {
      await this.settle();
      await this.replica.draft.set(KEY, shot);
      this.pending = shot;
    });
  }

  caption(text: string): Promise<void> {
    return this.queue(async () => {
      if (this.pending === null) return;
      const shot = { ...this.pending, args: { ...this.pending.args, caption: text } };
      await this.replica.draft.set(KEY, shot);
      this.pending = shot;
    });
  }

  undo(): Promise<void> {
    return this.queue(async () => {
      await this.replica.draft.remove(KEY);
      this.pending = null;
    });
  }

  /** Makes an attachment of what is pending. */
  commit(): Promise<void> {
    return this.queue(() => this.settle());
  }

  has(slot: Slot): boolean {
    return this.pending?.args.slot === slot;
  }

  private async settle(): Promise<void> {
    const shot = this.pending;
    if (shot === null) return;
    await this.replica.capture(shot);
    this.pending = null;
    await this.replica.draft.remove(KEY);
  }

  /** One after the other; a failed one is told to its caller and does not stop the next. */
  private queue(work: () => Promise<void>): Promise<void> {
    const done = this.writing.then(work);
    this.writing = done.catch(() => undefined);
    return done;
  }
}
