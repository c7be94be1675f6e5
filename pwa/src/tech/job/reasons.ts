/** Steps that are taken with a reason, and the answers one tap gives. */
import { Mutation } from '../../contract/mutations';
import type { Key } from '../../ui/i18n/i18n.svelte';

export type ReasonStep = 'decline' | 'pause' | 'no_show' | 'cannot_complete';

interface Plan {
  readonly mutation:
    | typeof Mutation.DeclineAppointment
    | typeof Mutation.Pause
    | typeof Mutation.NoShow
    | typeof Mutation.CannotComplete;
  readonly title: Key;
  readonly detail: Key;
  readonly verb: Key;
  readonly answers: readonly Key[];
}

export const REASON_STEPS = {
  decline: {
    mutation: Mutation.DeclineAppointment,
    title: 'job.decline',
    detail: 'tech.decline.detail',
    verb: 'tech.decline.verb',
    answers: ['tech.decline.busy', 'tech.decline.skill', 'tech.decline.far', 'tech.decline.ill'],
  },
  pause: {
    mutation: Mutation.Pause,
    title: 'job.hold',
    detail: 'tech.pause.detail',
    verb: 'tech.pause.verb',
    answers: ['tech.pause.parts', 'tech.pause.customer', 'tech.pause.drying', 'tech.pause.weather'],
  },
  no_show: {
    mutation: Mutation.NoShow,
    title: 'job.no_show',
    detail: 'tech.no_show.detail',
    verb: 'tech.no_show.verb',
    answers: ['tech.no_show.knocked', 'tech.no_show.called', 'tech.no_show.moved'],
  },
  cannot_complete: {
    mutation: Mutation.CannotComplete,
    title: 'job.cannot',
    detail: 'tech.cannot.detail',
    verb: 'tech.cannot.verb',
    answers: ['tech.cannot.parts', 'tech.cannot.trade', 'tech.cannot.plan', 'tech.cannot.customer'],
  },
} as const satisfies Record<ReasonStep, Plan>;
