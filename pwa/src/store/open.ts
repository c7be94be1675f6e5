/** Kept for screens that open their replica from here; the mutators make it a matter of the domain. */
export { openBoard, openPhone } from '../domain/open';
