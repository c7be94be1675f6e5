/** The style of the map, built from the palette: no style server, no glyphs, no foreign tiles. */
import type { FeatureCollection } from 'geojson';
import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import type { Palette } from './palette';

export const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] };
export const CLUSTER_RADIUS_PX = 34;
export const CLUSTER_ZOOM_MAX = 15;

/** Every source but `jobs` is plain data; the controller refills them. */
export type Data = Readonly<Record<SourceName, FeatureCollection>>;
export const SOURCES = [
  'land',
  'local',
  'territories',
  'route',
  'jobs',
  'technicians',
  'selected',
  'draft',
] as const;
export type SourceName = (typeof SOURCES)[number];

function sources(data: Data): Record<string, SourceSpecification> {
  const plain = SOURCES.filter((name) => name !== 'jobs').map(
    (name): [string, SourceSpecification] => [name, { type: 'geojson', data: data[name] }],
  );
  return {
    ...Object.fromEntries(plain),
    jobs: {
      type: 'geojson',
      data: data.jobs,
      cluster: true,
      clusterRadius: CLUSTER_RADIUS_PX,
      clusterMaxZoom: CLUSTER_ZOOM_MAX,
      clusterProperties: { worst: ['min', ['get', 'rank']] },
    },
  };
}

const WIDTH = (near: number, far: number): unknown => [
  'interpolate',
  ['exponential', 1.5],
  ['zoom'],
  9,
  far,
  16,
  near,
];

function ground(p: Palette): LayerSpecification[] {
  const kind = (...kinds: string[]): unknown => ['in', ['get', 'kind'], ['literal', kinds]];
  const layers = [
    { id: 'water', type: 'background', paint: { 'background-color': p.water } },
    { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': p.land } },
    fill('local-ground', kind('land', 'district'), p.land),
    fill('local-park', kind('park', 'green'), p.park),
    fill('local-water', kind('water', 'river', 'lake'), p.water),
    line('local-river', kind('river', 'creek', 'canal'), p.water, WIDTH(22, 3)),
    line('local-casing', kind('street', 'road', 'avenue', 'highway'), p.roadLine, WIDTH(12, 2.6)),
    line('local-road', kind('street', 'road', 'avenue', 'highway'), p.road, WIDTH(9, 0.6)),
  ];
  return layers as LayerSpecification[];
}

function fill(id: string, kind: unknown, colour: string): unknown {
  const filter = ['all', ['==', ['geometry-type'], 'Polygon'], kind];
  return { id, type: 'fill', source: 'local', filter, paint: { 'fill-color': colour } };
}

function line(id: string, kind: unknown, colour: string, width: unknown): unknown {
  const filter = ['all', ['==', ['geometry-type'], 'LineString'], kind];
  const layout = { 'line-cap': 'round', 'line-join': 'round' };
  const paint = { 'line-color': colour, 'line-width': width };
  return { id, type: 'line', source: 'local', filter, layout, paint };
}

function names(p: Palette): LayerSpecification[] {
  const paint = { 'text-color': p.muted, 'text-halo-color': p.land, 'text-halo-width': 1.5 };
  return [
    {
      id: 'local-names',
      type: 'symbol',
      source: 'local',
      filter: ['all', ['==', ['geometry-type'], 'Point'], ['has', 'name']],
      layout: {
        'text-field': ['get', 'name'],
        'text-font': ['sans-serif'],
        'text-size': 13,
        'text-padding': 8,
      },
      paint,
    },
    {
      id: 'local-street-names',
      type: 'symbol',
      source: 'local',
      minzoom: 13,
      filter: ['all', ['==', ['geometry-type'], 'LineString'], ['has', 'name']],
      layout: {
        'symbol-placement': 'line',
        'text-field': ['get', 'name'],
        'text-font': ['sans-serif'],
        'text-size': 11,
      },
      paint,
    },
  ];
}

function outlines(p: Palette): LayerSpecification[] {
  return [
    {
      id: 'territory-outline',
      type: 'line',
      source: 'territories',
      paint: { 'line-color': p.primary, 'line-opacity': 0.6, 'line-dasharray': [4, 3] },
    },
    {
      id: 'route',
      type: 'line',
      source: 'route',
      layout: { 'line-cap': 'round' },
      paint: { 'line-color': p.text, 'line-width': 4, 'line-dasharray': [0.1, 2] },
    },
  ];
}

/** `icon` of a feature is drawn by `icons.ts` when the map asks for it. */
function icons(
  id: string,
  source: SourceName,
  p: Palette,
  anchor: 'bottom' | 'center',
): LayerSpecification {
  return {
    id,
    type: 'symbol',
    source,
    layout: {
      'icon-image': ['concat', p.theme, '|', ['get', 'icon']],
      'icon-anchor': anchor,
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
      'symbol-sort-key': ['*', -1, ['coalesce', ['get', 'rank'], 0]],
    },
  };
}

function markers(p: Palette): LayerSpecification[] {
  const jobs = icons('jobs', 'jobs', p, 'bottom');
  return [
    { ...jobs, filter: ['!', ['has', 'point_count']] } as LayerSpecification,
    {
      id: 'clusters',
      type: 'symbol',
      source: 'jobs',
      filter: ['has', 'point_count'],
      layout: {
        'icon-image': [
          'concat',
          p.theme,
          '|cluster:',
          ['to-string', ['get', 'worst']],
          ':',
          ['get', 'point_count_abbreviated'],
        ],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
      },
    },
    icons('technicians', 'technicians', p, 'center'),
    icons('selected', 'selected', p, 'bottom'),
    icons('draft', 'draft', p, 'bottom'),
  ];
}

export function styleOf(palette: Palette, data: Data): StyleSpecification {
  return {
    version: 8,
    sources: sources(data),
    layers: [...ground(palette), ...names(palette), ...outlines(palette), ...markers(palette)],
  };
}
