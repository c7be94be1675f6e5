/**
 * The photo just taken: on the phone at once as a draft, an attachment when the next one is taken
 * or the camera is left. Until then it can be taken back without a trace.
 */
import type { Slot } from '../../contract/enums';
import { type AnswerChecklist, type Attach, Mutation } from '../../contract/mutations';
import type { Replica } from '../../sync/api';

export interface Shot {
  readonly bytes: Blob;
  readonly derivative?: Blob;
  readonly thumb?: Blob;
  readonly args: Attach;
  /** The item of a checklist that it is the answer to. */
  readonly answers?: Omit<AnswerChecklist, 'value'>;
}

/** One at a time, so that a fresh start finds it without knowing the job. */
const KEY = 'shot';

/** After a phone was killed in the camera: the photo that was there becomes an attachment. */
export async function finishShot(replica: Replica): Promise<void> {
  const shot = await replica.draft.get<Shot>(KEY);
  if (shot === undefined) return;
  await keep(replica, shot, attachedAs(replica, shot));
}

/** An attachment, the answer that it is, and no draft any more; each step once. */
async function keep(replica: Replica, shot: Shot, known?: string): Promise<void> {
  const { answers, ...capture } = shot;
  const value = known ?? (await replica.capture(capture)).attachment_id;
  if (answers && !isAnswered(replica, answers, value)) {
    await replica.mutate(Mutation.AnswerChecklist, { ...answers, value });
  }
  await replica.draft.remove(KEY);
}

/** The phone was killed between the capture and the removal of its draft. */
function attachedAs(replica: Replica, { args }: Shot): string | undefined {
  return replica.view
    .by('attachment', 'work_order_id', args.work_order_id)
    .find((row) => row.sha256 === args.sha256 && row.captured_ms === args.captured_ms)?.id;
}

function isAnswered(
  replica: Replica,
  answers: Omit<AnswerChecklist, 'value'>,
  id: string,
): boolean {
  return replica.view
    .by('checklist_answer', 'work_order_id', answers.work_order_id)
    .some((answer) => answer.item === answers.item && answer.value === id);
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
    await keep(this.replica, shot, attachedAs(this.replica, shot));
    this.pending = null;
  }

  /** One after the other; a failed one is told to its caller and does not stop the next. */
  private queue(work: () => Promise<void>): Promise<void> {
    const done = this.writing.then(work);
    this.writing = done.catch(() => undefined);
    return done;
  }
}
