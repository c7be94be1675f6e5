/** Optimistic effects on assets. */
import { AssetKind } from '../../contract/enums';
import type { AddAsset, EditAsset } from '../../contract/mutations';
import type { Effect, Mutators, Refusal, Stage, When } from '../../sync/mutator';
import { edit } from '../edit';
import { NOT_FOUND } from '../fact';

/** Labels of places and assets are scanned by the same camera: none stands for two things. */
function codeTaken(stage: Stage, code: string, asset_id: string): Refusal | null {
  if (!code) return null;
  const other = stage.by('asset', 'code', code).find((asset) => asset.id !== asset_id);
  const owner = stage.by('location', 'code', code)[0] ?? other;
  return owner ? { reason: 'asset_code_taken', detail: { code, name: owner.name } } : null;
}

function placeIsUnknown(stage: Stage, location_id: string | null): boolean {
  return location_id !== null && stage.get('location', location_id) === undefined;
}

function addAsset(stage: Stage, args: AddAsset, when: When): Effect {
  const { location_id = null, code = '' } = args;
  if (placeIsUnknown(stage, location_id)) return NOT_FOUND;
  const id = when.born(0);
  const refusal = codeTaken(stage, code, id);
  if (refusal) return refusal;
  stage.put('asset', {
    id,
    kind: args.kind ?? AssetKind.EQUIPMENT,
    location_id,
    name: args.name,
    initials: '',
    code,
    manufacturer: args.manufacturer ?? '',
    model: args.model ?? '',
    serial: args.serial ?? '',
    installed_on: args.installed_on ?? null,
    remark: args.remark ?? '',
    is_active: true,
  });
  return 'done';
}

function editAsset(stage: Stage, { asset_id, ...fields }: EditAsset): Effect {
  if (!stage.get('asset', asset_id)) return NOT_FOUND;
  if (placeIsUnknown(stage, fields.location_id)) return NOT_FOUND;
  return codeTaken(stage, fields.code, asset_id) ?? edit(stage, 'asset', asset_id, fields);
}

export const ASSET_MUTATORS: Mutators = {
  'asset.add': addAsset,
  'asset.edit': editAsset,
  'asset.set_active': (stage, { asset_id, is_active }) =>
    edit(stage, 'asset', asset_id, { is_active }),
};
