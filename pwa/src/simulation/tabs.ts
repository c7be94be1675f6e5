/** Tabs of one browser: the first in the queue leads, and what one says the others hear. */
import type { Channel, Locks, TabMessage } from '../sync/ports';
import type { Life } from './life';
import type { Timeline } from './timeline';

interface Waiting {
  readonly life: Life;
  readonly onLead: () => void;
}

export class Tabs {
  private readonly queue: Waiting[] = [];
  private readonly listeners = new Map<Life, (message: TabMessage) => void>();

  constructor(private readonly timeline: Timeline) {}

  locks(life: Life): Locks {
    return {
      lead: (onLead) => {
        const mine = { life, onLead };
        const release = (): void => this.release(mine);
        life.ends.push(release);
        this.queue.push(mine);
        if (this.queue.length === 1) this.begin(mine);
        return release;
      },
    };
  }

  channel(life: Life): Channel {
    return {
      post: (message) => {
        for (const [other, listener] of this.listeners) {
          if (other === life) continue;
          this.timeline.in(1, () => {
            if (other.isAlive && this.listeners.has(other)) listener(message);
          });
        }
      },
      hear: (listener) => {
        this.listeners.set(life, listener);
        const end = (): void => {
          this.listeners.delete(life);
        };
        life.ends.push(end);
        return end;
      },
    };
  }

  private begin(waiting: Waiting): void {
    this.timeline.in(0, () => {
      if (waiting.life.isAlive && this.queue[0] === waiting) waiting.onLead();
    });
  }

  private release(mine: Waiting): void {
    const at = this.queue.indexOf(mine);
    if (at < 0) return;
    this.queue.splice(at, 1);
    const [next] = this.queue;
    if (at === 0 && next) this.begin(next);
  }
}
