/** The orders page: which rows, from its address. Pure but for the words. */
import { WorkOrderState } from '../../contract/enums';
import type { WorkOrder } from '../../contract/kinds';
import type { View } from '../../sync/api';
import { figuresOf } from '../queries/figures';
import { currentAppointment, type FigureFilter, isOpen, matchesFigure } from '../queries/orders';
import { orderTexts, score } from '../queries/search';

export const STATE_GROUPS = ['open', 'ended', 'every', ...Object.values(WorkOrderState)] as const;
export type StateGroup = (typeof STATE_GROUPS)[number];

const BAR_FIGURES: readonly string[] = ['overdue', 'soon', 'unassigned', 'moving'];
const MANAGER_FIGURES = ['open', 'doneToday', 'response', 'arrival'] as const;
export type ListedFigure = FigureFilter | (typeof MANAGER_FIGURES)[number];
const DAY_MS = 86_400_000;

export interface Filter {
  readonly state: StateGroup;
  readonly grade: string;
  readonly territory: string;
  readonly technician: string;
  readonly customer: string;
  readonly query: string;
  /** The list behind a figure; it takes the place of the state. */
  readonly figure: ListedFigure | null;
  readonly days: number;
}

export function figureOf(text: string | null): ListedFigure | null {
  const known = [...BAR_FIGURES, ...MANAGER_FIGURES] as readonly string[];
  return text !== null && known.includes(text) ? (text as ListedFigure) : null;
}

/** Filters of the page's address; unknown words are no filter. */
export function filterOf(query: URLSearchParams): Filter {
  const state = query.get('state') ?? 'open';
  const days = Number(query.get('days') ?? '30');
  return {
    state: (STATE_GROUPS as readonly string[]).includes(state) ? (state as StateGroup) : 'open',
    grade: query.get('grade') ?? '',
    territory: query.get('territory') ?? '',
    technician: query.get('technician') ?? '',
    customer: query.get('customer') ?? '',
    query: query.get('q') ?? '',
    figure: figureOf(query.get('figure')),
    days: Number.isInteger(days) && days > 0 ? days : 30,
  };
}

function inGroup(order: WorkOrder, group: StateGroup): boolean {
  if (group === 'every') return true;
  if (group === 'open') return isOpen(order);
  return group === 'ended' ? !isOpen(order) : order.state === group;
}

function listed(
  view: View,
  orders: readonly WorkOrder[],
  filter: Filter,
  now_ms: number,
  zone: string,
) {
  const { figure } = filter;
  if (figure === null) return orders.filter((each) => inGroup(each, filter.state));
  if (BAR_FIGURES.includes(figure)) {
    const bar = figure as FigureFilter;
    return orders.filter((each) => isOpen(each) && matchesFigure(view, each, bar, now_ms));
  }
  const territory = view.get('territory', filter.territory) ?? null;
  const asked = { now_ms, since_ms: now_ms - filter.days * DAY_MS, zone };
  return figuresOf(view, orders, territory, asked)[figure as (typeof MANAGER_FIGURES)[number]]
    .orders;
}

export function filterOrders(
  view: View,
  filter: Filter,
  now_ms: number,
  zone: string,
): readonly WorkOrder[] {
  const { grade, territory, technician, customer, query } = filter;
  const inTerritory = view
    .all('work_order')
    .filter((each) => territory === '' || (each.territory_id ?? 'none') === territory);
  return listed(view, inTerritory, filter, now_ms, zone).filter(
    (each) =>
      (grade === '' || each.grade === grade) &&
      (customer === '' || each.customer_id === customer) &&
      (technician === '' || currentAppointment(view, each.id)?.technician_id === technician) &&
      (query.trim() === '' || score(orderTexts(view, each), query) > 0),
  );
}
