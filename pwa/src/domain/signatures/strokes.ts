/** Strokes of a signature as stored. Pure; means the same as `server/signatures/strokes.py`. */
import { SIGNATURE_POINTS_MAX } from '../../contract/limits';

const TENTHS = 10;
const SIDE_PX_MAX = 4_000;
const DURATION_MS_MAX = 3_600_000;
const INK_PX_MIN = 60;
const EXTENT_PX_MIN = 24;
const NUMBERS = 4;

export interface Sheet {
  readonly height_px: number;
  readonly width_px: number;
  readonly strokes: readonly (readonly number[])[];
}

export interface Point {
  /** tenths of a pixel of the pad */
  readonly x: number;
  readonly y: number;
  /** since the first point of the signature */
  readonly ms: number;
  /** % */
  readonly pressure: number;
}

/** The packed sheet; null when nobody can read it. */
export function unpack(text: string): Sheet | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return isSheet(value) ? value : null;
}

function isSheet(value: unknown): value is Sheet {
  if (typeof value !== 'object' || value === null) return false;
  if (Object.keys(value).sort().join() !== 'height_px,strokes,width_px') return false;
  const { height_px, width_px, strokes } = value as Record<keyof Sheet, unknown>;
  return isSide(height_px) && isSide(width_px) && Array.isArray(strokes) && strokes.every(isStroke);
}

function isSide(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= SIDE_PX_MAX;
}

function isStroke(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0 || value.length % NUMBERS !== 0) return false;
  return value.every(Number.isInteger);
}

/** The points of one stroke, each as it was. */
export function pointsOf(stroke: readonly number[]): readonly Point[] {
  const found: Point[] = [];
  let [x, y, ms, pressure] = [0, 0, 0, 0];
  for (let at = 0; at < stroke.length; at += NUMBERS) {
    x += stroke[at] ?? 0;
    y += stroke[at + 1] ?? 0;
    ms += stroke[at + 2] ?? 0;
    pressure += stroke[at + 3] ?? 0;
    found.push({ x, y, ms, pressure });
  }
  return found;
}

/** What cannot have come from a pen on this sheet, "" if nothing. */
export function problemOf(sheet: Sheet): '' | 'too_many' | 'pressure' | 'time' | 'outside' {
  const points = sheet.strokes.flatMap(pointsOf);
  if (points.length > SIGNATURE_POINTS_MAX) return 'too_many';
  if (points.some(({ pressure }) => pressure < 0 || pressure > 100)) return 'pressure';
  const times = [0, ...points.map(({ ms }) => ms), DURATION_MS_MAX];
  if (times.some((ms, at) => ms < (times[at - 1] ?? 0))) return 'time';
  return points.every((point) => isNear(sheet, point)) ? '' : 'outside';
}

/** A finger may leave the pad by as much as its side before it is lifted. */
function isNear({ width_px, height_px }: Sheet, { x, y }: Point): boolean {
  const within = (value: number, side: number) => value >= -side && value <= 2 * side;
  return within(x, width_px * TENTHS) && within(y, height_px * TENTHS);
}

/** Too little ink for a name, or all of it on one spot. */
export function isBlank(sheet: Sheet): boolean {
  const drawn = sheet.strokes.map(pointsOf);
  const ink = drawn.reduce((sum, points) => sum + lengthOf(points), 0);
  const points = drawn.flat();
  if (points.length === 0) return true;
  const width = spanOf(points.map(({ x }) => x));
  const height = spanOf(points.map(({ y }) => y));
  return ink < INK_PX_MIN * TENTHS || Math.hypot(width, height) < EXTENT_PX_MIN * TENTHS;
}

function lengthOf(points: readonly Point[]): number {
  return points.reduce((sum, { x, y }, at) => {
    const before = points[at - 1];
    return before ? sum + Math.hypot(x - before.x, y - before.y) : sum;
  }, 0);
}

function spanOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

/** An SVG path of all strokes, in pixels of the pad. */
export function pathOf(sheet: Sheet): string {
  const said = ({ x, y }: Point) => `${x / TENTHS} ${y / TENTHS}`;
  return sheet.strokes.map((stroke) => `M${pointsOf(stroke).map(said).join('L')}`).join('');
}
