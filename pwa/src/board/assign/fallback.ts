/** Without the server's judgement: everybody by the straight line, nothing checked, and said so. */
import type { View } from '../../sync/api';
import type { Fit } from '../api';
import { pointOf, roughDistance_m } from '../queries/places';
import { openLoad, techniciansNow } from '../queries/technicians';

export function byLine(view: View, orderId: string, now_ms: number): readonly Fit[] {
  const order = view.get('work_order', orderId);
  const to = order ? pointOf(view, order.location_id) : null;
  return techniciansNow(view, now_ms)
    .map((each): Fit => {
      const { technician, position } = each;
      const far = to && position ? Math.round(roughDistance_m(position, to)) : null;
      return {
        technician_id: technician.id,
        name: technician.name,
        distance_m: far,
        travel_s: null,
        position: position ? { source: position.source, age_ms: now_ms - position.at_ms } : null,
        skill_level: null,
        load: openLoad(each),
        shift_end_ms: null,
        facts: [],
      };
    })
    .sort((a, b) => (a.distance_m ?? Infinity) - (b.distance_m ?? Infinity));
}
