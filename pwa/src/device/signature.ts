/** Drawing a signature: signature_pad for the ink, our own sheet for keeping the strokes. */
import SignaturePad, { type PointGroup } from 'signature_pad';
import { SIGNATURE_POINTS_MAX, STROKES_CHARS_MAX } from '../contract/limits';
import { type Box, back, onto, type Placing, packStrokes, place, type Stroke } from './strokes';

const ROOM = { points: SIGNATURE_POINTS_MAX, chars: STROKES_CHARS_MAX };

export interface Signed {
  /** Packed. */
  readonly strokes: string;
  /** On white, as large as the pad on the screen. */
  readonly png: Blob;
  /** px of the picture */
  readonly width: number;
  readonly height: number;
}

export interface Signature {
  isEmpty(): boolean;
  clear(): void;
  /** Takes the last stroke back. */
  undo(): void;
  /** Call when the canvas has another size on the page: after a rotation, for example. */
  resize(): void;
  /** Packed. */
  strokes(): string;
  /** null while nothing is drawn */
  result(): Promise<Signed | null>;
  close(): void;
}

/** Ink and paper are the same in every theme: the picture goes into a document. */
const INK = '#10202b';
const PAPER = '#ffffff';

export function openSignature(
  canvas: HTMLCanvasElement,
  options: { readonly onchange?: () => void } = {},
): Signature {
  const pad = new SignaturePad(canvas, { penColor: INK, minWidth: 1.2, maxWidth: 3.6 });
  let sheet: Box = { width: 0, height: 0 };
  let placing: Placing = { scale: 1, dx: 0, dy: 0 };
  /** Strokes as the pad gave them, but in pixels of the sheet. */
  let kept: readonly PointGroup[] = [];

  const changed = () => options.onchange?.();
  const keep = () => {
    kept = pad.toData().map((group) => moved(group, (point) => back(point, placing)));
    changed();
  };
  const redraw = () => pad.fromData(kept.map((group) => moved(group, (p) => onto(p, placing))));
  const resize = () => {
    const box = { width: canvas.clientWidth, height: canvas.clientHeight };
    if (box.width === 0 || box.height === 0) return;
    const ratio = Math.max(1, globalThis.devicePixelRatio || 1);
    canvas.width = Math.round(box.width * ratio);
    canvas.height = Math.round(box.height * ratio);
    canvas.getContext('2d')?.scale(ratio, ratio);
    if (kept.length === 0) sheet = box;
    placing = place(sheet, box);
    redraw();
  };
  pad.addEventListener('endStroke', keep);
  resize();

  return {
    isEmpty: () => kept.length === 0,
    clear: () => {
      kept = [];
      resize();
      changed();
    },
    undo: () => {
      kept = kept.slice(0, -1);
      redraw();
      changed();
    },
    resize,
    strokes: () => textOf(sheet, kept),
    result: async () => {
      if (kept.length === 0) return null;
      const png = await picture(canvas);
      return { strokes: textOf(sheet, kept), png, width: canvas.width, height: canvas.height };
    },
    close: () => {
      pad.removeEventListener('endStroke', keep);
      pad.off();
    },
  };
}

type Dot = PointGroup['points'][number];

function moved(group: PointGroup, move: (point: Dot) => Dot): PointGroup {
  return { ...group, points: group.points.map(move) };
}

function textOf(sheet: Box, groups: readonly PointGroup[]): string {
  const started_ms = groups[0]?.points[0]?.time ?? 0;
  const strokes: Stroke[] = groups.map((group) =>
    group.points.map(({ x, y, pressure, time }) => {
      return { x, y, pressure: pressure || 0.5, at_ms: time - started_ms };
    }),
  );
  return packStrokes(sheet, strokes, ROOM);
}

/** The pad is transparent; a document needs ink on paper. */
async function picture(canvas: HTMLCanvasElement): Promise<Blob> {
  const paper = document.createElement('canvas');
  paper.width = canvas.width;
  paper.height = canvas.height;
  const pen = paper.getContext('2d');
  if (pen) {
    pen.fillStyle = PAPER;
    pen.fillRect(0, 0, paper.width, paper.height);
    pen.drawImage(canvas, 0, 0);
  }
  const blob = await new Promise<Blob | null>((done) => paper.toBlob(done, 'image/png'));
  if (!blob) throw new Error('the browser could not encode the signature');
  return blob;
}
