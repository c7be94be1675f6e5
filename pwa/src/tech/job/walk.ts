/** The one next thing on a job: the slab walks the work from accepting to the signature. */
import { APPOINTMENT_TRANSITIONS } from '../../contract/lifecycle';
import type { Job } from '../../domain/appointments/queries';
import { isAwaitingSignature } from '../../domain/appointments/queries';

export type Step =
  | 'accept'
  | 'depart'
  | 'arrive'
  | 'start'
  | 'resume'
  | 'checklist'
  | 'photo'
  | 'complete'
  | 'sign'
  | 'next';

/**
 * `afterPhotos`: pictures of the repaired state taken on this order; `gaps`: required items of its
 * checklist without an answer. Neither stops anybody: completing stays among the other steps.
 */
export function stepOf(job: Job, afterPhotos: number, gaps: number): Step {
  if (job.isKept) return 'next';
  switch (job.appointment.state) {
    case 'dispatched':
      return 'accept';
    case 'accepted':
      return 'depart';
    case 'en_route':
      return 'arrive';
    case 'on_site':
      return 'start';
    case 'paused':
      return 'resume';
    case 'working':
      if (gaps > 0) return 'checklist';
      return afterPhotos === 0 ? 'photo' : 'complete';
    case 'completed':
      return isAwaitingSignature(job) ? 'sign' : 'next';
    default:
      return 'next';
  }
}

export type SideStep =
  | 'decline'
  | 'arrive'
  | 'pause'
  | 'no_show'
  | 'cannot_complete'
  | 'complete'
  | 'sign';

const SIDE: Partial<Record<Job['appointment']['state'], readonly SideStep[]>> = {
  dispatched: ['arrive', 'decline'],
  accepted: ['arrive', 'decline'],
  en_route: ['no_show', 'cannot_complete'],
  on_site: ['complete', 'sign', 'pause', 'no_show', 'cannot_complete'],
  working: ['complete', 'sign', 'pause', 'cannot_complete'],
  paused: ['complete', 'sign', 'cannot_complete'],
};

/** What else may happen now, besides the slab's own step. */
export function sideStepsOf(job: Job, step: Step): readonly SideStep[] {
  if (job.isKept) return [];
  const all = SIDE[job.appointment.state] ?? [];
  return all.filter((one) => one !== step && !(one === 'sign' && job.isSigned));
}

/** May this step be taken now? An address can outlive the moment it was right for. */
export function mayTake(job: Job, mutation: string): boolean {
  if (job.isKept) return false;
  return APPOINTMENT_TRANSITIONS[mutation]?.[job.appointment.state] !== undefined;
}

/** Photos, remarks and parts are facts: they may be added as long as the job is on the phone. */
export function takesFacts(job: Job): boolean {
  return !job.isKept;
}
