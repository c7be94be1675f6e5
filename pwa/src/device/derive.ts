/** The small copies of a photo: one to look at with time and place burnt in, one thumbnail. */
export interface DeriveOptions {
  readonly watermark: readonly string[];
  /** Longest side of the copy, px */
  readonly max_edge_px: number;
  /** Longest side of the thumbnail, px */
  readonly thumb_edge_px: number;
  /** JPEG quality, 0…1 */
  readonly quality: number;
}

export interface Derived {
  readonly derivative: Blob;
  readonly thumb: Blob;
  /** Of the picture upright, px */
  readonly width_px: number;
  readonly height_px: number;
}

const FACES = '-apple-system, Roboto, "PingFang SC", "Noto Sans CJK SC", sans-serif';

type Canvas = OffscreenCanvas | HTMLCanvasElement;

/** Works in a worker and on the page. @throws when the browser cannot decode the picture */
export async function derive(source: Blob, options: DeriveOptions): Promise<Derived> {
  const bitmap = await createImageBitmap(source, { imageOrientation: 'from-image' });
  try {
    const { width: width_px, height: height_px } = bitmap;
    const large = fit(width_px, height_px, options.max_edge_px);
    const canvas = draw(bitmap, large.width_px, large.height_px);
    const small = fit(width_px, height_px, options.thumb_edge_px);
    const thumb = await encode(draw(canvas, small.width_px, small.height_px), 0.75);
    burn(canvas, options.watermark);
    return { derivative: await encode(canvas, options.quality), thumb, width_px, height_px };
  } finally {
    // Twelve megapixels are 48 MB; waiting for the collector can end the page on a small phone.
    bitmap.close();
  }
}

/** Size within a square of the edge, never enlarged; each side at least 1 px. */
export function fit(
  width_px: number,
  height_px: number,
  edge_px: number,
): { width_px: number; height_px: number } {
  const scale = Math.min(1, edge_px / Math.max(width_px, height_px));
  return {
    width_px: Math.max(1, Math.round(width_px * scale)),
    height_px: Math.max(1, Math.round(height_px * scale)),
  };
}

function draw(source: CanvasImageSource, width_px: number, height_px: number): Canvas {
  const canvas = makeCanvas(width_px, height_px);
  const pen = penOf(canvas);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(source, 0, 0, width_px, height_px);
  return canvas;
}

/** Lines at the lower left on a dark band: readable on snow and in a cellar. */
function burn(canvas: Canvas, lines: readonly string[]): void {
  if (lines.length === 0) return;
  const pen = penOf(canvas);
  const text_px = Math.max(12, Math.round(Math.max(canvas.width, canvas.height) * 0.02));
  const line_px = Math.round(text_px * 1.4);
  const band_px = line_px * lines.length + text_px;
  pen.fillStyle = 'rgb(6 13 18 / 0.6)';
  pen.fillRect(0, canvas.height - band_px, canvas.width, band_px);
  pen.font = `600 ${text_px}px ${FACES}`;
  pen.fillStyle = '#ffffff';
  pen.textBaseline = 'top';
  const room_px = canvas.width - text_px * 2;
  lines.forEach((line, index) => {
    const top_px = canvas.height - band_px + text_px / 2 + index * line_px;
    pen.fillText(line, text_px, top_px, room_px);
  });
}

function makeCanvas(width_px: number, height_px: number): Canvas {
  if (typeof OffscreenCanvas !== 'undefined') return new OffscreenCanvas(width_px, height_px);
  const canvas = document.createElement('canvas');
  canvas.width = width_px;
  canvas.height = height_px;
  return canvas;
}

function penOf(canvas: Canvas): CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D {
  const pen = canvas.getContext('2d') as
    | CanvasRenderingContext2D
    | OffscreenCanvasRenderingContext2D
    | null;
  if (!pen) throw new Error('no memory for a canvas');
  return pen;
}

async function encode(canvas: Canvas, quality: number): Promise<Blob> {
  const type = 'image/jpeg';
  if ('convertToBlob' in canvas) return canvas.convertToBlob({ type, quality });
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, type, quality));
  if (!blob) throw new Error('the browser could not encode the picture');
  return blob;
}
