/** Optimistic effects on projects and locations. */
import { LocationKind } from '../../contract/enums';
import { CHECK_IN_RADIUS_M } from '../../contract/limits';
import type {
  AddLocation,
  AddProject,
  EditLocation,
  PlaceLocation,
} from '../../contract/mutations';
import type { Effect, Mutators, Refusal, Stage, When } from '../../sync/mutator';
import { edit } from '../edit';
import { NOT_FOUND } from '../fact';
import { NO_POINT, pointOf } from './placing';

const FROM_COARSE_TO_FINE: readonly LocationKind[] = Object.values(LocationKind);

function addProject(
  stage: Stage,
  { name, type, territory_id = null }: AddProject,
  when: When,
): Effect {
  stage.put('project', {
    id: when.born(0),
    name,
    initials: '',
    type,
    territory_id,
    is_active: true,
  });
  return 'done';
}

/** Two doors cannot carry the same code. */
function codeTaken(stage: Stage, code: string, location_id: string): Refusal | null {
  if (!code) return null;
  const owner = stage.by('location', 'code', code).find((location) => location.id !== location_id);
  return owner ? { reason: 'code_taken', detail: { code, name: owner.name } } : null;
}

function addLocation(stage: Stage, args: AddLocation, when: When): Effect {
  const { parent_id = null, kind = LocationKind.SITE, code = '', fix } = args;
  const parent = stage.get('location', parent_id);
  if (parent_id !== null && parent === undefined) return NOT_FOUND;
  if (parent && FROM_COARSE_TO_FINE.indexOf(parent.kind) >= FROM_COARSE_TO_FINE.indexOf(kind)) {
    return { reason: 'wrong_parent', detail: { kind, parent_kind: parent.kind } };
  }
  if (parent && args.project_id && args.project_id !== parent.project_id) {
    return { reason: 'wrong_parent', detail: { parent_id } };
  }
  const id = when.born(0);
  const refusal = codeTaken(stage, code, id);
  if (refusal) return refusal;
  stage.put('location', {
    id,
    project_id: parent ? parent.project_id : (args.project_id ?? null),
    parent_id,
    kind,
    name: args.name ?? '',
    initials: '',
    address: args.address ?? '',
    code,
    territory_id: null,
    ...(fix ? pointOf(fix, when.at_ms) : NO_POINT),
    radius_m: args.radius_m ?? CHECK_IN_RADIUS_M,
    access: args.access ?? '',
    is_active: true,
  });
  return 'done';
}

function editLocation(stage: Stage, { location_id, ...fields }: EditLocation, when: When): Effect {
  const location = stage.get('location', location_id);
  if (location === undefined) return NOT_FOUND;
  const isSame = fields.code === location.code && fields.radius_m === location.radius_m;
  if (!when.is_office && !isSame)
    return { reason: 'not_allowed', detail: { fields: ['code', 'radius_m'] } };
  return codeTaken(stage, fields.code, location_id) ?? edit(stage, 'location', location_id, fields);
}

/** Its territory stays as it is until the server says otherwise. */
function placeLocation(stage: Stage, { location_id, fix }: PlaceLocation, when: When): Effect {
  return edit(stage, 'location', location_id, pointOf(fix, when.at_ms));
}

export const PLACE_MUTATORS: Mutators = {
  'project.add': addProject,
  'project.edit': (stage, { project_id, ...fields }) => edit(stage, 'project', project_id, fields),
  'project.set_active': (stage, { project_id, is_active }) =>
    edit(stage, 'project', project_id, { is_active }),
  'location.add': addLocation,
  'location.edit': editLocation,
  'location.place': placeLocation,
  'location.set_active': (stage, { location_id, is_active }) =>
    edit(stage, 'location', location_id, { is_active }),
};
