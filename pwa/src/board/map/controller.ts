/** MapLibre behind a small face: data in, clicks and drags out. Loaded only when a map is shown. */
import type { FeatureCollection } from 'geojson';
import * as maplibre from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import type { Picked } from '../board.svelte';
import type { Box } from './features';
import { drawIcon, ICON_RATIO } from './icons';
import { loadLand } from './land';
import type { Palette } from './palette';
import { type Data, EMPTY, SOURCES, type SourceName, styleOf } from './style';

export interface Events {
  readonly onorder: (id: string) => void;
  readonly ontechnician: (id: string) => void;
  readonly onground: (at: Picked) => void;
  /** A pin was pressed: the caller may begin to drag it. */
  readonly onpress: (orderId: string, event: MouseEvent) => void;
}

export interface Labels {
  readonly map: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
}

const PINS = ['selected', 'jobs', 'technicians', 'clusters'];
const NEAR_PX = 6;
const WORLD: [number, number] = [105, 30];

export class MapController {
  private readonly map: maplibre.Map;
  private data: Data = Object.fromEntries(SOURCES.map((name) => [name, EMPTY])) as Data;
  private palette: Palette;

  constructor(
    container: HTMLElement,
    palette: Palette,
    labels: Labels,
    private readonly events: Events,
  ) {
    maplibre.setWorkerUrl(workerUrl);
    this.palette = palette;
    this.map = new maplibre.Map({
      container,
      style: styleOf(palette, this.data),
      center: WORLD,
      zoom: 3,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      localIdeographFontFamily: palette.font,
      locale: {
        'Map.Title': labels.map,
        'NavigationControl.ZoomIn': labels.zoomIn,
        'NavigationControl.ZoomOut': labels.zoomOut,
      },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new maplibre.ScaleControl({ unit: 'metric' }), 'bottom-left');
    this.map.addControl(new maplibre.NavigationControl({ showCompass: false }), 'bottom-right');
    this.map.setMissingStyleImageResolver((id) => this.addIcon(id));
    this.map.on('click', (event) => this.click(event));
    this.map.on('mousedown', (event) => this.press(event));
    this.map.on('mousemove', (event) => this.hover(event));
    // Rows that came while the style was still loading.
    this.map.on('style.load', () => {
      for (const name of SOURCES) this.pour(name);
    });
    void this.addLand();
  }

  /** Only what changed is given to the worker: the local layer is large, and rows move often. */
  set(name: SourceName, data: FeatureCollection): void {
    if (this.data[name] === data) return;
    const isLarge = name === 'local' || name === 'land';
    if (!isLarge && JSON.stringify(this.data[name]) === JSON.stringify(data)) return;
    this.data = { ...this.data, [name]: data };
    this.pour(name);
  }

  private pour(name: SourceName): void {
    const source = this.map.getSource(name);
    if (source instanceof maplibre.GeoJSONSource) source.setData(this.data[name]);
  }

  repaint(palette: Palette): void {
    if (palette.theme === this.palette.theme) return;
    this.palette = palette;
    this.map.setStyle(styleOf(palette, this.data));
  }

  fit([west, south, east, north]: Box, animate: boolean): void {
    const bounds: [number, number, number, number] = [west, south, east, north];
    this.map.fitBounds(bounds, { padding: 56, maxZoom: 15, animate });
  }

  /** Bring a point into sight without moving a map that already shows it. */
  reveal(at: [number, number]): void {
    if (!this.map.getBounds().contains(at)) this.map.easeTo({ center: at });
  }

  /** The technician under a point of the window, for a job that is dropped there. */
  technicianAt(clientX: number, clientY: number): string | null {
    const box = this.map.getCanvas().getBoundingClientRect();
    return this.idAt(new maplibre.Point(clientX - box.left, clientY - box.top), ['technicians']);
  }

  setPicking(isPicking: boolean): void {
    this.map.getCanvas().style.cursor = isPicking ? 'crosshair' : '';
  }

  focus(): void {
    this.map.getCanvas().focus();
  }

  resize(): void {
    this.map.resize();
  }

  remove(): void {
    this.map.remove();
  }

  private async addLand(): Promise<void> {
    this.set('land', await loadLand());
  }

  private addIcon(id: string): void {
    const [theme, name = ''] = id.split('|');
    if (theme !== this.palette.theme || this.map.hasImage(id)) return;
    const drawn = drawIcon(name, this.palette);
    if (drawn) this.map.addImage(id, drawn, { pixelRatio: ICON_RATIO });
  }

  private featuresAt(
    point: maplibre.Point,
    layers: readonly string[],
  ): maplibre.MapGeoJSONFeature[] {
    const known = layers.filter((layer) => this.map.getLayer(layer));
    if (known.length === 0) return [];
    const around: [maplibre.Point, maplibre.Point] = [
      new maplibre.Point(point.x - NEAR_PX, point.y - NEAR_PX),
      new maplibre.Point(point.x + NEAR_PX, point.y + NEAR_PX),
    ];
    return this.map.queryRenderedFeatures(around, { layers: [...known] });
  }

  private idAt(point: maplibre.Point, layers: readonly string[]): string | null {
    const id: unknown = this.featuresAt(point, layers)[0]?.properties['id'];
    return typeof id === 'string' ? id : null;
  }

  private click(event: maplibre.MapMouseEvent): void {
    const [hit] = this.featuresAt(event.point, PINS);
    const id: unknown = hit?.properties['id'];
    if (hit?.layer.id === 'clusters') void this.open(hit);
    else if (hit?.layer.id === 'technicians' && typeof id === 'string')
      this.events.ontechnician(id);
    else if (typeof id === 'string') this.events.onorder(id);
    else this.events.onground({ lon: event.lngLat.lng, lat: event.lngLat.lat });
  }

  /** A cluster opens far enough to fall apart. */
  private async open(cluster: maplibre.MapGeoJSONFeature): Promise<void> {
    const source = this.map.getSource('jobs');
    const id: unknown = cluster.properties['cluster_id'];
    if (!(source instanceof maplibre.GeoJSONSource) || typeof id !== 'number') return;
    if (cluster.geometry.type !== 'Point') return;
    const [lon = 0, lat = 0] = cluster.geometry.coordinates;
    const zoom = await source.getClusterExpansionZoom(id);
    this.map.easeTo({ center: [lon, lat], zoom });
  }

  private press(event: maplibre.MapMouseEvent): void {
    if (event.originalEvent.button !== 0) return;
    const id = this.idAt(event.point, ['selected', 'jobs']);
    if (id === null) return;
    event.preventDefault();
    this.events.onpress(id, event.originalEvent);
  }

  private hover(event: maplibre.MapMouseEvent): void {
    const canvas = this.map.getCanvas();
    if (canvas.style.cursor === 'crosshair') return;
    canvas.style.cursor = this.featuresAt(event.point, PINS).length > 0 ? 'pointer' : '';
  }
}
