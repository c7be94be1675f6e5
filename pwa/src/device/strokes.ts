/** A signature as strokes on a sheet of its own size, so that turning the phone changes nothing. */
export interface StrokePoint {
  /** px of the sheet */
  readonly x: number;
  readonly y: number;
  /** 0…1, 0.5 where the glass does not tell */
  readonly pressure: number;
  /** ms since the first point of the signature */
  readonly at_ms: number;
}

export type Stroke = readonly StrokePoint[];

export interface Box {
  readonly width: number;
  readonly height: number;
}

/** `x' = x · scale + dx`, and the same with y. */
export interface Placing {
  readonly scale: number;
  readonly dx: number;
  readonly dy: number;
}

/** The whole sheet inside the box, in the middle, never distorted. */
export function place(sheet: Box, box: Box): Placing {
  const scale = Math.min(box.width / sheet.width, box.height / sheet.height);
  return {
    scale,
    dx: (box.width - sheet.width * scale) / 2,
    dy: (box.height - sheet.height * scale) / 2,
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export function onto<P extends Point>(point: P, placing: Placing): P {
  const { scale, dx, dy } = placing;
  return { ...point, x: point.x * scale + dx, y: point.y * scale + dy };
}

export function back<P extends Point>(point: P, placing: Placing): P {
  const { scale, dx, dy } = placing;
  return { ...point, x: (point.x - dx) / scale, y: (point.y - dy) / scale };
}

const TENTHS = 10;
const PERCENT = 100;

/** What an entry holds of a signature. */
export interface Room {
  readonly points: number;
  readonly chars: number;
}

/**
 * Strokes as stored, see `server/signatures/strokes.py`: whole numbers, each point as what it
 * differs from the one before. Longer ones keep their ends and fewer points between.
 */
export function packStrokes(sheet: Box, strokes: readonly Stroke[], room: Room): string {
  let kept = strokes.filter((stroke) => stroke.length > 0);
  for (;;) {
    const text = packed(sheet, kept);
    const count = kept.reduce((sum, stroke) => sum + stroke.length, 0);
    const fewer = kept.map(thinned);
    const isThinnest = fewer.every((stroke, at) => stroke.length === kept[at]?.length);
    if ((count <= room.points && text.length <= room.chars) || isThinnest) return text;
    kept = fewer;
  }
}

/** Every second point, and always the last: where the pen was lifted. */
function thinned(stroke: Stroke): Stroke {
  return stroke.filter((_, at) => at % 2 === 0 || at === stroke.length - 1);
}

function packed(sheet: Box, strokes: readonly Stroke[]): string {
  return JSON.stringify({
    height_px: Math.round(sheet.height),
    strokes: strokes.map((stroke) => {
      const points = stroke.map(whole);
      return points.flatMap((point, at) => {
        const before = points[at - 1];
        return before ? point.map((value, axis) => value - (before[axis] ?? 0)) : point;
      });
    }),
    width_px: Math.round(sheet.width),
  });
}

function whole({ x, y, at_ms, pressure }: StrokePoint): number[] {
  const time_ms = Math.max(0, Math.round(at_ms));
  const share = Math.min(1, Math.max(0, pressure));
  return [Math.round(x * TENTHS), Math.round(y * TENTHS), time_ms, Math.round(share * PERCENT)];
}
