/** Optimistic effects on territories. */
import type { AddTerritory } from '../../contract/mutations';
import type { Effect, Mutators, Stage, When } from '../../sync/mutator';
import { edit } from '../edit';

function add(stage: Stage, { name, zone, outline = '' }: AddTerritory, when: When): Effect {
  stage.put('territory', { id: when.born(0), name, zone, outline, is_active: true });
  return 'done';
}

export const TERRITORY_MUTATORS: Mutators = {
  'territory.add': add,
  'territory.edit': (stage, { territory_id, ...fields }) =>
    edit(stage, 'territory', territory_id, fields),
  'territory.set_active': (stage, { territory_id, is_active }) =>
    edit(stage, 'territory', territory_id, { is_active }),
};
