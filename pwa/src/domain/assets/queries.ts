/** What people read of an asset. Pure functions over the view. */
import type { Asset, WorkOrder } from '../../contract/kinds';
import { Mutation } from '../../contract/mutations';
import type { View } from '../../sync/api';

export function assetByCode(view: View, code: string): Asset | undefined {
  const wanted = code.trim().toLowerCase();
  if (wanted === '') return undefined;
  return view.all('asset').find((one) => one.code.toLowerCase() === wanted);
}

/** All orders on the asset, the newest first; `except` is the one that the reader is at. */
export function ordersOfAsset(
  view: View,
  asset_id: string | null,
  except = '',
): readonly WorkOrder[] {
  if (asset_id === null) return [];
  return view
    .by('work_order', 'asset_id', asset_id)
    .filter((order) => order.id !== except)
    .sort((a, b) => b.reported_ms - a.reported_ms || (a.id < b.id ? 1 : -1));
}

/** Who made it and which one it is: "三菱 ELENESSA". */
export function makeOf(asset: Asset): string {
  return [asset.manufacturer, asset.model].filter(Boolean).join(' ');
}

/** How far down a place is looked through: site, building, unit, floor, room. */
const DEPTH_MAX = 12;

/** Assets in use at the place, in its parts, and of what it is part of: the room's lift too. */
export function assetsAt(view: View, location_id: string | null): readonly Asset[] {
  if (location_id === null) return [];
  const above = new Set(upwards(view, location_id));
  return view
    .all('asset')
    .filter(({ is_active, location_id: at }) => {
      if (!is_active || at === null) return false;
      return above.has(at) || upwards(view, at).includes(location_id);
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

function upwards(view: View, location_id: string): string[] {
  const ids: string[] = [];
  let id: string | null = location_id;
  while (id !== null && ids.length < DEPTH_MAX) {
    ids.push(id);
    id = view.get('location', id)?.parent_id ?? null;
  }
  return ids;
}

/** The label that somebody read on the spot and that belongs to no asset yet; "" for none. */
export function unknownLabel(view: View, order: WorkOrder): string {
  if (order.asset_id !== null) return '';
  const read = view
    .by('fact', 'work_order_id', order.id)
    .filter((fact) => fact.verb === Mutation.NameAsset && fact.struck_by_id === null)
    .sort((a, b) => b.at_ms - a.at_ms)[0];
  return read?.text ?? '';
}
