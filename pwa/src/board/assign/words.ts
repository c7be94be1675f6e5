/** Why somebody stands where he does on the list, and why others are out: figures → words. */
import type { View } from '../../sync/api';
import { fmt, locale, t, tMaybe } from '../../ui/i18n/i18n.svelte';
import type { Fit, Reason } from '../api';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

function figure(reason: Reason, name: string): number | null {
  const value = reason[name];
  return typeof value === 'number' ? value : null;
}

/** A skill is named by its id. */
function skillName(reason: Reason, view: View): string {
  const id = reason['skill'];
  if (typeof id !== 'string') return '';
  const skill = view.get('skill', id) ?? view.by('skill', 'code', id)[0];
  if (!skill) return id;
  return locale() === 'en' ? skill.name_en : skill.name_zh;
}

function span(reason: Reason, from: string, to: string, zone: string): string {
  const [start_ms, end_ms] = [figure(reason, from), figure(reason, to)];
  return start_ms === null || end_ms === null ? '' : fmt.range(start_ms, end_ms, { zone });
}

function why(reason: Reason, view: View, zone: string): string {
  const n = (name: string): number => figure(reason, name) ?? 0;
  switch (reason.code) {
    case 'is_near':
      return n('behind_m') > 0
        ? t('board.why.behind', { distance: fmt.distance(n('behind_m')) })
        : t('board.why.nearest');
    case 'seen_at': {
      const age_s = figure(reason, 'age_s');
      return age_s === null
        ? t('board.why.from_home')
        : t('board.why.seen', { time: fmt.duration(age_s * SECOND_MS) });
    }
    case 'has_skill':
      return t('board.why.skill', { skill: skillName(reason, view), level: n('level') });
    case 'on_shift':
      return t('board.why.shift', {
        time: fmt.time(n('end_ms'), { zone }),
        left: fmt.duration(n('left_min') * MINUTE_MS),
      });
    case 'carries':
      return t('board.why.load', { n: n('load_count') });
    case 'pinned_here':
      return t('board.why.pinned');
    default:
      return tMaybe(`board.why.${reason.code}`, {}, reason.code);
  }
}

/** Without the server's facts: what the row itself says. */
function plainly(fit: Fit): readonly string[] {
  const { position, load } = fit;
  const age = position?.age_ms ?? null;
  return [
    position === null
      ? t('board.why.no_position')
      : age === null
        ? t('board.why.from_home')
        : t('board.why.seen', { time: fmt.duration(age) }),
    t('board.why.load', { n: load }),
    t('board.why.unchecked'),
  ];
}

export function whyHere(fit: Fit, view: View, zone: string): readonly string[] {
  if (fit.facts.length === 0) return plainly(fit);
  return fit.facts.map((fact) => why(fact, view, zone)).filter((words) => words !== '');
}

/** `{code, count}`: how many people a reason keeps away from an order. */
export function whyLeft(reasons: readonly Reason[]): string {
  return reasons
    .slice(0, 3)
    .map((reason) => {
      const words = tMaybe(
        `board.all.${reason.code}`,
        {},
        tMaybe(`reason.${reason.code}`, {}, reason.code),
      );
      const count = figure(reason, 'count');
      return count === null ? words : t('board.all.people', { words, n: count });
    })
    .join(' · ');
}

export function whyNot(reason: Reason, view: View, zone: string): string {
  const n = (name: string): number => figure(reason, name) ?? 0;
  switch (reason.code) {
    case 'no_skill':
      return t('board.why_not.no_skill', { skill: skillName(reason, view) });
    case 'skill_too_low':
      return t('board.why_not.skill_too_low', {
        skill: skillName(reason, view),
        level: n('level'),
        needed: n('level_needed'),
      });
    case 'skill_expired':
      return t('board.why_not.skill_expired', {
        skill: skillName(reason, view),
        date: fmt.date(n('expired_ms'), { zone }),
      });
    case 'off_shift': {
      const time = span(reason, 'shift_start_ms', 'shift_end_ms', zone);
      return time ? t('board.why_not.off_shift', { time }) : t('board.why_not.no_shift');
    }
    case 'absent':
      return t('board.why_not.absent', { until: fmt.dateTime(n('to_ms'), { zone }) });
    case 'overlap':
      return t('board.why_not.overlap', { time: span(reason, 'start_ms', 'end_ms', zone) });
    case 'over_load':
      return t('board.why_not.over_load', { n: n('load_count'), max: n('max_load') });
    default:
      return tMaybe(
        `board.why_not.${reason.code}`,
        {},
        tMaybe(`reason.${reason.code}`, {}, reason.code),
      );
  }
}
