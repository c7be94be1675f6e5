/** What a certificate must have. Pure; as `server/papers/rules.py`. */
import type { Certificate } from './document';

/** What the certificate cannot do without and the order does not have yet, '' when it is one. */
export function missingOf({ head, place, visits }: Certificate): string {
  if (head.number === '') return 'number';
  if (!place.project_name && place.location_names.length === 0 && !place.address) return 'place';
  return visits.some((visit) => visit.finished_ms !== null) ? '' : 'work';
}
