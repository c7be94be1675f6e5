/** The manager's figures, from rows alone; each knows the orders it counts. */
import type { Territory, WorkOrder } from '../../contract/kinds';
import type { View } from '../../sync/api';
import { dayOf } from '../time/local';
import { clockOf, isOpen } from './orders';

export interface Figure {
  readonly orders: readonly WorkOrder[];
}

export interface Median {
  /** Minutes; null when there is nothing to measure. */
  readonly median_min: number | null;
  readonly orders: readonly WorkOrder[];
}

export interface TerritoryFigures {
  /** null: orders that have no territory yet. */
  readonly territory: Territory | null;
  readonly open: Figure;
  readonly overdue: Figure;
  readonly doneToday: Figure;
  readonly response: Median;
  readonly arrival: Median;
}

export interface Asked {
  readonly now_ms: number;
  /** Medians look at orders reported from then on. */
  readonly since_ms: number;
  /** For orders whose territory says no zone. */
  readonly zone: string;
}

export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** From the report until a technician took the job on. */
export function response_ms(view: View, order: WorkOrder): number | null {
  const accepted = view
    .by('appointment', 'work_order_id', order.id)
    .map((each) => each.accepted_ms)
    .filter((ms): ms is number => ms !== null);
  return accepted.length > 0 ? Math.max(0, Math.min(...accepted) - order.reported_ms) : null;
}

/** From the report until somebody stood at the door. */
export function arrival_ms(order: WorkOrder): number | null {
  return order.arrived_ms === null ? null : Math.max(0, order.arrived_ms - order.reported_ms);
}

function medianOf(
  orders: readonly WorkOrder[],
  measure: (order: WorkOrder) => number | null,
): Median {
  const measured = orders
    .map((order) => ({ order, ms: measure(order) }))
    .filter((each): each is { order: WorkOrder; ms: number } => each.ms !== null)
    .sort((a, b) => b.ms - a.ms);
  const middle = median(measured.map((each) => each.ms));
  return {
    median_min: middle === null ? null : Math.round(middle / 60_000),
    orders: measured.map((each) => each.order),
  };
}

export function figuresOf(
  view: View,
  orders: readonly WorkOrder[],
  territory: Territory | null,
  asked: Asked,
): TerritoryFigures {
  const zone = territory?.zone ?? asked.zone;
  const today = dayOf(asked.now_ms, zone);
  const recent = orders.filter((each) => each.reported_ms >= asked.since_ms);
  return {
    territory,
    open: { orders: orders.filter(isOpen) },
    overdue: { orders: orders.filter((each) => clockOf(each, asked.now_ms).kind === 'over') },
    doneToday: {
      orders: orders.filter((each) => each.done_ms !== null && dayOf(each.done_ms, zone) === today),
    },
    response: medianOf(recent, (order) => response_ms(view, order)),
    arrival: medianOf(recent, arrival_ms),
  };
}

/** One line for each territory with orders, then those without a territory. */
export function figuresByTerritory(view: View, asked: Asked): readonly TerritoryFigures[] {
  const lines = view
    .all('territory')
    .filter((each) => each.is_active)
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((each) => figuresOf(view, view.by('work_order', 'territory_id', each.id), each, asked));
  const homeless = view.by('work_order', 'territory_id', null);
  return homeless.length > 0 ? [...lines, figuresOf(view, homeless, null, asked)] : lines;
}

/** The whole firm. Days end by each territory's own clock, so its lines are added up. */
export function total(
  view: View,
  lines: readonly TerritoryFigures[],
  asked: Asked,
): TerritoryFigures {
  const whole = figuresOf(view, view.all('work_order'), null, asked);
  return { ...whole, doneToday: { orders: lines.flatMap((each) => each.doneToday.orders) } };
}
