import jsQR from 'jsqr';
import qrcode from 'qrcode-generator';
import { expect, test } from 'vitest';
import '../../ui/base/utf8Code';

const MODULE_PX = 4;
const QUIET = 4;

/** Draws the code as the screen does, black on white, and reads it as a phone does. */
function readBack(text: string): string | undefined {
  const code = qrcode(0, 'M');
  code.addData(text, 'Byte');
  code.make();
  const side = (code.getModuleCount() + 2 * QUIET) * MODULE_PX;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const [row, column] = [y, x].map((px) => Math.floor(px / MODULE_PX) - QUIET);
      const isInside = [row, column].every(
        (at) => at !== undefined && at >= 0 && at < code.getModuleCount(),
      );
      if (isInside && code.isDark(row ?? 0, column ?? 0))
        pixels.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
    }
  }
  return jsQR(pixels, side, side)?.data;
}

test.each(['Fieldward BX-1', '张丽 · 业主本人\n滨江云锦苑 3 栋'])(
  'the copy reads back as it was: %s',
  (text) => {
    expect(readBack(text)).toBe(text);
  },
);
