/** Late work that was read at this browser: there is no such mark on the server. */
import { SvelteMap } from 'svelte/reactivity';
import { readPref, writePref } from '../ui/prefs';

export class Read {
  private readonly seen = new SvelteMap<string, number>();

  /** Until which server time the late work of this order was read here; 0: never. */
  readonly until = (orderId: string): number =>
    this.seen.get(orderId) ?? readPref(`late-read.${orderId}`, 0);

  mark(orderId: string, until_ms: number): void {
    writePref(`late-read.${orderId}`, until_ms);
    this.seen.set(orderId, until_ms);
  }
}
