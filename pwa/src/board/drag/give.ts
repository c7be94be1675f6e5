/** A job was dropped on a technician: assign it, or hand its visit over. */
import type { Replica } from '../../sync/api';
import { deviceZone } from '../../ui/i18n/calendar';
import type { Actions } from '../actions';
import { currentAppointment } from '../queries/orders';
import { zoneOf } from '../queries/places';
import { freeStart } from '../queries/slots';

export async function giveTo(
  { view }: Replica,
  actions: Actions,
  work_order_id: string,
  technician_id: string,
): Promise<void> {
  const order = view.get('work_order', work_order_id);
  if (!order) return;
  const appointment = currentAppointment(view, work_order_id);
  if (appointment) {
    if (appointment.technician_id === technician_id) return;
    await actions.reassign(appointment, technician_id, '');
    return;
  }
  const zone = zoneOf(view, order) ?? deviceZone();
  const { duration_min } = order;
  const asked = { technician_id, work_order_id, duration_min };
  const start_local = freeStart(view, asked, zone, Date.now());
  await actions.assign({ ...asked, start_local, zone });
}
