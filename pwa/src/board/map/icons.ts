/** Pins, circles and cluster numbers, drawn on a canvas when the map first needs one. */
import type { Palette } from './palette';

export interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** Two device pixels for one of the screen: sharp on the displays that offices have. */
export const ICON_RATIO = 2;

interface Brush {
  readonly ctx: CanvasRenderingContext2D;
  readonly p: Palette;
  readonly width: number;
  readonly height: number;
}

function draw(p: Palette, width: number, height: number, paint: (brush: Brush) => void): Drawn {
  const canvas = document.createElement('canvas');
  canvas.width = width * ICON_RATIO;
  canvas.height = height * ICON_RATIO;
  const ctx = canvas.getContext('2d', { willReadFrequently: true });
  if (!ctx) throw new Error('this browser gives no canvas');
  ctx.scale(ICON_RATIO, ICON_RATIO);
  paint({ ctx, p, width, height });
  return ctx.getImageData(0, 0, canvas.width, canvas.height);
}

function drop(ctx: CanvasRenderingContext2D, x: number, tip: number, r: number): void {
  const y = tip - r * 1.65;
  ctx.beginPath();
  ctx.arc(x, y, r, Math.PI * 0.86, Math.PI * 0.14);
  ctx.quadraticCurveTo(x + r * 0.5, tip - r * 0.45, x, tip);
  ctx.quadraticCurveTo(
    x - r * 0.5,
    tip - r * 0.45,
    x + r * Math.cos(Math.PI * 0.86),
    y + r * Math.sin(Math.PI * 0.86),
  );
  ctx.closePath();
}

function words(brush: Brush, text: string, y: number, size: number, colour: string): void {
  const { ctx, p, width } = brush;
  ctx.font = `700 ${size}px ${p.font}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = colour;
  ctx.fillText(text, width / 2, y + 0.5);
}

/** Grades differ by shape too: urgent is filled with a mark, minor is dashed. */
function job(p: Palette, grade: string): Drawn {
  return draw(p, 28, 36, (brush) => {
    const { ctx } = brush;
    const urgent = grade === 'urgent';
    drop(ctx, 14, 34, 11.5);
    ctx.fillStyle = urgent ? p.error : grade === 'minor' ? p.paper : p.muted;
    ctx.fill();
    ctx.lineWidth = 2;
    ctx.strokeStyle = grade === 'minor' ? p.muted : p.paper;
    if (grade === 'minor') ctx.setLineDash([3, 2]);
    ctx.stroke();
    if (urgent) words(brush, '!', 15, 14, p.errorText);
    else if (grade === 'normal') dot(ctx, p.paper, 14, 15, 3.5);
  });
}

function dot(ctx: CanvasRenderingContext2D, colour: string, x: number, y: number, r: number): void {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, Math.PI * 2);
  ctx.fillStyle = colour;
  ctx.fill();
}

function selected(p: Palette, grade: string): Drawn {
  return draw(p, 68, 68, (brush) => {
    const { ctx } = brush;
    ctx.globalAlpha = 0.4;
    dot(ctx, p.accent, 34, 38, 29);
    ctx.globalAlpha = 1;
    drop(ctx, 34, 66, 17);
    ctx.fillStyle = p.accent;
    ctx.fill();
    ctx.lineWidth = 3;
    ctx.strokeStyle = p.accentText;
    ctx.stroke();
    if (grade === 'urgent') words(brush, '!', 38, 20, p.accentText);
    else dot(ctx, p.accentText, 34, 38, 5);
  });
}

function draft(p: Palette): Drawn {
  return draw(p, 40, 50, ({ ctx }) => {
    drop(ctx, 20, 48, 16);
    ctx.fillStyle = p.accent;
    ctx.fill();
    ctx.lineWidth = 3;
    ctx.strokeStyle = p.accentText;
    ctx.stroke();
    dot(ctx, p.accentText, 20, 22, 4);
  });
}

/** `fresh`, `stale` (dashed), `target` (a job is held over it) or `chosen`. */
function technician(p: Palette, look: string, initial: string): Drawn {
  return draw(p, 38, 38, (brush) => {
    const { ctx } = brush;
    const now = look === 'target' || look === 'chosen';
    ctx.beginPath();
    ctx.arc(19, 19, now ? 16 : 14, 0, Math.PI * 2);
    ctx.fillStyle = now ? p.accent : p.paper;
    ctx.fill();
    ctx.lineWidth = 3;
    ctx.strokeStyle = now ? p.accentText : look === 'stale' ? p.line : p.primary;
    if (look === 'stale') ctx.setLineDash([4, 3]);
    ctx.stroke();
    words(brush, initial, 19, initial.length > 1 ? 11 : 13, now ? p.accentText : p.text);
  });
}

/** The worst grade colours the cluster: 0 urgent, 1 normal, 2 minor. */
function cluster(p: Palette, worst: string, count: string): Drawn {
  return draw(p, 40, 40, (brush) => {
    const { ctx } = brush;
    const urgent = worst === '0';
    dot(ctx, urgent ? p.error : p.muted, 20, 20, 16);
    ctx.lineWidth = 2;
    ctx.strokeStyle = p.paper;
    ctx.stroke();
    words(brush, count, 20, count.length > 3 ? 11 : 13, urgent ? p.errorText : p.paper);
  });
}

/** `job:urgent`, `selected:minor`, `tech:stale:赵`, `cluster:0:12`, `draft`; else nothing. */
export function drawIcon(name: string, p: Palette): Drawn | null {
  const [kind, first = '', second = ''] = name.split(':');
  if (kind === 'job') return job(p, first);
  if (kind === 'selected') return selected(p, first);
  if (kind === 'draft') return draft(p);
  if (kind === 'tech') return technician(p, first, second);
  if (kind === 'cluster') return cluster(p, first, second);
  return null;
}
