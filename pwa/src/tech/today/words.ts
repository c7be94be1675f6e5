/** Words of a job that several lists share. */

import type { Job } from '../../domain/appointments/queries';
import { distanceM } from '../../domain/places/distance';
import { t } from '../../ui/i18n/i18n.svelte';

/** "09:30", by the clock of the place: the promise was made in its time. */
export function timeOf(job: Job): string {
  return job.appointment.start_local.slice(11, 16);
}

/** "09:30–11:00" */
export function windowOf({ appointment }: Job): string {
  const [hour = 0, minute = 0] = appointment.start_local.slice(11, 16).split(':').map(Number);
  const end = hour * 60 + minute + appointment.duration_min;
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(hour)}:${two(minute)}–${two(Math.floor(end / 60) % 24)}:${two(end % 60)}`;
}

/** Grade, which may not be cut off, place, and how far from the stop before it, as the crow flies. */
export function stopDetail(job: Job, before: Job | undefined, far: (m: number) => string): string {
  const from = before?.place.point;
  const to = job.place.point;
  const line = from && to ? t('tech.today.line', { distance: far(distanceM(from, to)) }) : '';
  return [t(`grade.${job.order.grade}`), job.place.name, line].filter(Boolean).join(' · ');
}

/** "滨江云锦苑 3 栋 1802 · 张女士" */
export function placeAndPerson(job: Job): string {
  return [job.place.name, job.people.name].filter(Boolean).join(' · ');
}
