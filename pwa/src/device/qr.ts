/**
 * Reads QR codes from a running camera picture: the browser's own detector, or jsQR when it has
 * none.
 */
import { parseQr, type QrText } from './qrText';

export { makeQr, parseQr, type QrText } from './qrText';

interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
type DetectorClass = {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
};

const PAUSE_MS = 120;
/** jsQR needs no more to read a code that fills a third of the picture. */
const EDGE_PX = 720;

/**
 * Looks until the signal aborts. `onfound` is called once for each text that
 * differs from the one before it, so holding still does not repeat it.
 */
export async function scanQr(
  video: HTMLVideoElement,
  options: {
    readonly onfound: (found: QrText, text: string) => void;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const read = await openReader();
  let last: string | null = null;
  while (!options.signal.aborted) {
    const text = video.readyState >= 2 ? await read(video).catch(() => null) : null;
    if (options.signal.aborted) return;
    if (text !== null && text !== last) {
      last = text;
      options.onfound(parseQr(text), text);
    }
    await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
}

async function openReader(): Promise<(video: HTMLVideoElement) => Promise<string | null>> {
  const Class = (globalThis as { readonly BarcodeDetector?: DetectorClass }).BarcodeDetector;
  // Desktop Chromium has the class without any format behind it.
  if (Class && (await canRead(Class))) {
    const detector = new Class({ formats: ['qr_code'] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  const { default: jsQR } = await import('jsqr');
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, EDGE_PX / Math.max(video.videoWidth, video.videoHeight, 1));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    if (!pen || canvas.width === 0) return null;
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    const image = pen.getImageData(0, 0, canvas.width, canvas.height);
    return jsQR(image.data, image.width, image.height)?.data ?? null;
  };
}

async function canRead(Class: DetectorClass): Promise<boolean> {
  const formats = await Class.getSupportedFormats().catch((): string[] => []);
  return formats.includes('qr_code');
}
