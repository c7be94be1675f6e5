/** The orders of the screen as a file: what the table shows, and what a report asks for besides. */
import type { WorkOrder } from '../../contract/kinds';
import type { View } from '../../sync/api';
import { fmt, locale, t } from '../../ui/i18n/i18n.svelte';
import { exportList } from '../export/list';
import { currentAppointment, numberOf } from '../queries/orders';
import { addressOf, placeText } from '../queries/places';

interface Listed {
  readonly order: WorkOrder;
}

function moment(ms: number | null | undefined): string | null {
  return ms === null || ms === undefined ? null : fmt.dateTime(ms);
}

export function exportOrders(view: View, rows: readonly Listed[]): Promise<void> {
  const text = (label: string, of: (order: WorkOrder) => string | number | null) => ({
    label,
    text: (row: Listed) => of(row.order),
  });
  const customer = (order: WorkOrder) => view.get('customer', order.customer_id ?? '');
  const contact = (order: WorkOrder) => view.get('contact', order.contact_id ?? '');
  const visit = (order: WorkOrder) => currentAppointment(view, order.id);
  const skill = (order: WorkOrder) => view.get('skill', order.skill_id ?? '');
  const columns = [
    text(t('board.column.number'), numberOf),
    text(t('board.column.grade'), (order) => t(`grade.${order.grade}`)),
    text(t('board.column.title'), (order) => order.title),
    text(t('admin.orders.description'), (order) => order.description),
    text(t('board.column.state'), (order) => t(`order_state.${order.state}`)),
    text(t('board.column.place'), (order) => placeText(view, order)),
    text(t('admin.field.address'), (order) => addressOf(view, order)),
    text(t('board.column.territory'), (order) => {
      return view.get('territory', order.territory_id ?? '')?.name ?? null;
    }),
    text(t('board.column.customer'), (order) => customer(order)?.name ?? null),
    text(
      t('board.order.phone'),
      (order) => contact(order)?.phone || customer(order)?.phone || null,
    ),
    text(t('admin.technicians.skill'), (order) => {
      const found = skill(order);
      return (locale() === 'en' ? found?.name_en : found?.name_zh) ?? null;
    }),
    text(t('board.column.technician'), (order) => {
      return view.get('technician', visit(order)?.technician_id ?? '')?.name ?? null;
    }),
    text(t('admin.orders.visit'), (order) => visit(order)?.start_local.replace('T', ' ') ?? null),
    text(t('board.column.reported'), (order) => moment(order.reported_ms)),
    text(t('board.column.due'), (order) => moment(order.arrival_due_ms)),
    text(t('admin.orders.arrived'), (order) => moment(order.arrived_ms)),
    text(t('admin.orders.done'), (order) => moment(order.done_ms)),
    text(t('admin.orders.signing'), (order) => t(`signing.${order.signing}`)),
  ];
  return exportList(t('board.nav.orders'), columns, rows);
}
