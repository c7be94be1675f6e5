/** What a form of administration knows: is it being sent, and why was it refused. */
import { onDestroy } from 'svelte';
import type { MutationArgs, MutationName } from '../../../contract/mutations';
import { refusalOf } from '../../../domain/may';
import type { Authored, Base, OutboxItem, Replica } from '../../../sync/api';
import { deviceZone } from '../../../ui/i18n/calendar';
import { t, tMaybe } from '../../../ui/i18n/i18n.svelte';
import type { Desk } from '../../context';
import { problemWords } from './problem';

/** Longer than any answer with a network; without one the entry waits and goes out later. */
const ANSWER_MS = 6_000;

export class Form {
  busy = $state(false);
  /** Why the last sending failed and what to do, shown in the form. */
  problem = $state('');
  dirty = $state(false);
  /** Saved here, but the server has not said yes so far. */
  waits = $state(false);

  private isGone = false;
  /** The fields show what stood then; what others changed later must not go under unseen. */
  private readonly seen: Base;

  constructor(private readonly desk: Desk) {
    this.seen = desk.replica.status().base;
    onDestroy(() => {
      this.isGone = true;
    });
  }

  /**
   * One mutation, and what the server says to it. Null when refused (`problem` says why), and when
   * the form was left meanwhile: whoever looks at something else now is not called back.
   */
  async send<N extends MutationName>(name: N, args: MutationArgs[N]): Promise<Authored | null> {
    this.busy = true;
    this.problem = '';
    this.waits = false;
    try {
      return await this.judged(name, args);
    } catch {
      this.problem = t('admin.form.not_kept');
      return null;
    } finally {
      this.busy = false;
    }
  }

  private async judged<N extends MutationName>(
    name: N,
    args: MutationArgs[N],
  ): Promise<Authored | null> {
    const { replica, session } = this.desk;
    const local = refusalOf(replica.view, name, args, {
      user_id: session.user.id,
      user_name: session.user.name,
      technician_id: null,
      is_office: true,
      now_ms: Date.now(),
      zone: deviceZone(),
    });
    if (local) return this.refuse(local.reason, local.detail);
    const authored = await replica.mutate(name, args, this.seen);
    const item = await answerTo(replica, authored.n);
    if (item?.state !== 'rejected' && item?.state !== 'set_aside') {
      this.waits = item?.state === 'waiting' || item?.state === 'sending';
      this.dirty = false;
      return this.isGone ? null : authored;
    }
    // Nobody reads it here any more: the bar of refusals shows it.
    if (this.isGone) return null;
    // Read here, at the form: it need not stand in the bar of refusals as well.
    await replica.dismiss(item.n);
    return this.refuse(item.reason ?? '', item.detail ?? {});
  }

  private refuse(reason: string, detail: Readonly<Record<string, unknown>>): null {
    this.problem = problemWords(reason, detail, tMaybe);
    return null;
  }
}

function isAnswered(item: OutboxItem | undefined): boolean {
  return item === undefined || (item.state !== 'waiting' && item.state !== 'sending');
}

/** The entry once the server has answered; as it stands when no answer comes in time. */
function answerTo(replica: Replica, n: number): Promise<OutboxItem | undefined> {
  const find = () => replica.outbox().find((each) => each.n === n);
  return new Promise((resolve) => {
    let stop = (): void => undefined;
    const end = (): void => {
      clearTimeout(timer);
      stop();
      resolve(find());
    };
    const timer = setTimeout(end, ANSWER_MS);
    stop = replica.onStatus(({ phase }) => {
      if (phase === 'offline' || phase === 'captive' || isAnswered(find())) end();
    });
    if (isAnswered(find())) end();
  });
}
