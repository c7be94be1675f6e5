/** The land of the world, from Natural Earth: coastlines only, no borders are drawn. */
import type { FeatureCollection } from 'geojson';
import { feature } from 'topojson-client';

export async function loadLand(): Promise<FeatureCollection> {
  const { default: topology } = await import('world-atlas/land-50m.json');
  const land = topology.objects['land'];
  if (!land) throw new Error('the atlas has no land');
  const found = feature(topology, land);
  return found.type === 'FeatureCollection'
    ? found
    : { type: 'FeatureCollection', features: [found] };
}
