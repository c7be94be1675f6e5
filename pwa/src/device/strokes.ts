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

/** Strokes as stored: one flat list of whole numbers for each, x and y in tenths of a pixel. */
export interface StrokesJson {
  readonly version: 1;
  readonly width: number;
  readonly height: number;
  readonly started_ms: number;
  /** x, y, pressure in %, ms since the start; four numbers for each point */
  readonly strokes: readonly (readonly number[])[];
}

export function strokesJson(
  sheet: Box,
  strokes: readonly Stroke[],
  started_ms: number,
): StrokesJson {
  return {
    version: 1,
    width: Math.round(sheet.width),
    height: Math.round(sheet.height),
    started_ms,
    strokes: strokes.map((stroke) =>
      stroke.flatMap((point) => [
        Math.round(point.x * 10),
        Math.round(point.y * 10),
        Math.round(point.pressure * 100),
        Math.round(point.at_ms),
      ]),
    ),
  };
}
