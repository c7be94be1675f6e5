/** What the dispatcher is looking at: one selection for every pane. */
import { IntakeDraft } from './intake/draft.svelte';
import type { FigureFilter } from './queries/orders';
import type { Point } from './queries/places';

export const QUEUE_TABS = ['unassigned', 'attention', 'all'] as const;
export type QueueTab = (typeof QUEUE_TABS)[number];

/** What the right pane shows. */
export type Mode = 'look' | 'assign' | 'intake' | 'place';

/** Questions that the board asks in a dialog. */
export type Ask =
  | {
      readonly kind: 'triage' | 'note' | 'hold' | 'decline' | 'cancel' | 'reopen';
      readonly order: string;
    }
  | { readonly kind: 'reschedule' | 'cancel_visit'; readonly appointment: string }
  | { readonly kind: 'assign_all' }
  | { readonly kind: 'strike'; readonly fact: string }
  | { readonly kind: 'picture'; readonly attachment: string }
  | { readonly kind: 'compare'; readonly order: string };

export interface Picked {
  /** Degrees, WGS-84. */
  readonly lon: number;
  readonly lat: number;
}

export class Board {
  selected = $state<string | null>(null);
  tab = $state<QueueTab>('unassigned');
  figure = $state<FigureFilter | null>(null);
  mode = $state<Mode>('look');
  /** The technician whose way to the selected job is drawn. */
  preview = $state<string | null>(null);
  /** The pin of a place that is being given. */
  draft = $state.raw<Point | null>(null);
  ask = $state.raw<Ask | null>(null);
  /** The call that is being taken down; kept while one looks elsewhere. */
  call = $state.raw(new IntakeDraft());
  palette = $state(false);
  shortcuts = $state(false);
  /** Said once by screen readers. */
  said = $state('');
  /** Who takes the next click on the map; null: a click selects. */
  taker = $state.raw<((point: Picked) => void) | null>(null);

  /** While a call is taken down the right pane stays; the selection still moves. */
  select(orderId: string | null): void {
    if (this.mode === 'intake') {
      this.selected = orderId;
      return;
    }
    this.selected = orderId;
    this.preview = null;
    this.mode = 'look';
    this.draft = null;
    this.taker = null;
  }

  assign(orderId: string): void {
    this.mode = 'look';
    this.select(orderId);
    this.mode = 'assign';
  }

  place(orderId: string): void {
    this.mode = 'look';
    this.select(orderId);
    this.mode = 'place';
  }

  intake(): void {
    this.preview = null;
    this.mode = 'intake';
  }

  /** One step back: what is open closes first, then the selection. */
  back(): void {
    this.preview = null;
    this.draft = null;
    this.taker = null;
    if (this.mode === 'look') this.selected = null;
    this.mode = 'look';
  }

  showTab(tab: QueueTab): void {
    this.tab = tab;
    this.figure = null;
  }

  /** A figure in the bar filters the queue; pressed again it lets go. */
  toggleFigure(figure: FigureFilter): void {
    this.figure = this.figure === figure ? null : figure;
    if (this.figure !== null) this.tab = figure === 'unassigned' ? 'unassigned' : 'all';
  }
}
