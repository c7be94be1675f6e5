/** Optimistic effects on technicians and what they can, when they are there and where. */
import type {
  AddAbsence,
  AddSkill,
  AddTechnician,
  EditSkill,
  EditTechnician,
  GrantSkill,
  ReportPosition,
  SetShift,
} from '../../contract/mutations';
import type { Effect, Mutators, Stage, When } from '../../sync/mutator';
import { edit } from '../edit';
import { NOT_FOUND, wholeFix } from '../fact';

const DAY_MIN = 1_440;
const ABSENCE_MS_MAX = 2 * 366 * 86_400_000;
const MAX_LOAD = 8;
const ZONE = 'Asia/Shanghai';

function add(stage: Stage, args: AddTechnician, when: When): Effect {
  const {
    user_id,
    name,
    phone = '',
    territory_id = null,
    zone = ZONE,
    home,
    max_load = MAX_LOAD,
  } = args;
  const [known] = stage.by('technician', 'user_id', user_id);
  if (known) return { reason: 'already_technician', detail: { name: known.name } };
  stage.put('technician', {
    id: when.born(0),
    user_id,
    name,
    initials: '',
    phone,
    territory_id,
    zone,
    home_lon_e7: home?.lon_e7 ?? null,
    home_lat_e7: home?.lat_e7 ?? null,
    max_load,
    is_active: true,
  });
  return 'done';
}

function change(stage: Stage, { technician_id, home, ...fields }: EditTechnician): Effect {
  const point = home ? { home_lon_e7: home.lon_e7, home_lat_e7: home.lat_e7 } : {};
  return edit(stage, 'technician', technician_id, { ...fields, ...point });
}

function addSkill(stage: Stage, { code, name_zh, name_en }: AddSkill, when: When): Effect {
  if (stage.by('skill', 'code', code).length > 0)
    return { reason: 'skill_code_taken', detail: { code } };
  stage.put('skill', { id: when.born(0), code, name_zh, name_en, is_active: true });
  return 'done';
}

function grantSkill(stage: Stage, args: GrantSkill, when: When): Effect {
  const { technician_id, skill_id, level = 1, expires_on = null, is_active = true } = args;
  if (!stage.get('technician', technician_id) || !stage.get('skill', skill_id)) return NOT_FOUND;
  const held = stage.by('technician_skill', 'technician_id', technician_id);
  const id = held.find((one) => one.skill_id === skill_id)?.id ?? when.born(0);
  stage.put('technician_skill', { id, technician_id, skill_id, level, expires_on, is_active });
  return 'done';
}

function setShift(stage: Stage, args: SetShift, when: When): Effect {
  const { technician_id, weekday, start_min, end_min, is_active = true } = args;
  if (!stage.get('technician', technician_id)) return NOT_FOUND;
  const isShift = start_min < DAY_MIN && start_min < end_min && end_min <= start_min + DAY_MIN;
  if (!isShift) return { reason: 'bad_shift', detail: { start_min, end_min } };
  const shifts = stage.by('shift', 'technician_id', technician_id);
  const id = shifts.find((shift) => shift.weekday === weekday)?.id ?? when.born(0);
  stage.put('shift', { id, technician_id, weekday, start_min, end_min, is_active });
  return 'done';
}

function addAbsence(stage: Stage, args: AddAbsence, when: When): Effect {
  const { technician_id, from_ms, to_ms, reason = '' } = args;
  if (!stage.get('technician', technician_id)) return NOT_FOUND;
  const isSpan = from_ms < to_ms && to_ms <= from_ms + ABSENCE_MS_MAX;
  if (!isSpan) return { reason: 'bad_absence', detail: { from_ms, to_ms } };
  stage.put('absence', {
    id: when.born(0),
    technician_id,
    from_ms,
    to_ms,
    reason,
    is_active: true,
  });
  return 'done';
}

/** Only the latest is kept: a report that comes after a newer one changes nothing. */
function reportPosition(stage: Stage, { technician_id, fix }: ReportPosition, when: When): Effect {
  const { lon_e7, lat_e7, accuracy_m, source, datum, original, at_ms } = wholeFix(fix);
  const seen_ms = at_ms === null ? when.at_ms : Math.max(0, at_ms + when.at_ms - when.device_ms);
  const [known] = stage.by('position', 'technician_id', technician_id);
  if (known && known.at_ms > seen_ms) return 'late';
  const place = { lon_e7, lat_e7, accuracy_m, source, datum, original };
  stage.put('position', { id: known?.id ?? when.born(0), technician_id, at_ms: seen_ms, ...place });
  return 'done';
}

function editSkill(stage: Stage, { skill_id, ...fields }: EditSkill): Effect {
  const owner = stage.by('skill', 'code', fields.code).find((skill) => skill.id !== skill_id);
  if (owner) return { reason: 'skill_code_taken', detail: { code: fields.code } };
  return edit(stage, 'skill', skill_id, fields);
}

export const TECHNICIAN_MUTATORS: Mutators = {
  'technician.add': add,
  'technician.edit': change,
  'technician.set_active': (stage, { technician_id, is_active }) =>
    edit(stage, 'technician', technician_id, { is_active }),
  'skill.add': addSkill,
  'skill.edit': editSkill,
  'technician.grant_skill': grantSkill,
  'technician.set_shift': setShift,
  'technician.add_absence': addAbsence,
  'technician.end_absence': (stage, { absence_id }) =>
    edit(stage, 'absence', absence_id, { is_active: false }),
  'position.report': reportPosition,
};
