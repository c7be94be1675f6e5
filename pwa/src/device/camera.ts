/**
 * The camera inside the page: a system camera would push the page out of a small phone's memory.
 */
export type CameraFault = 'denied' | 'none' | 'busy' | 'unsupported';

export type CameraOutcome =
  | { readonly ok: true; readonly camera: Camera }
  | { readonly ok: false; readonly reason: CameraFault };

/** How far the lens can be zoomed: 1 is as it is, 2 twice as near. */
export interface ZoomRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

export interface Camera {
  readonly stream: MediaStream;
  readonly torch: { readonly available: boolean; readonly on: boolean };
  /** Null where this camera cannot zoom, or the browser does not say. */
  readonly zoom: { readonly range: ZoomRange; readonly factor: number } | null;
  /** Shows the picture in this element; it must stay in the page until `close`. */
  attach(video: HTMLVideoElement): Promise<void>;
  /**
   * One JPEG at the full resolution of the track. @throws Error nothing attached or no picture yet
   */
  capture(): Promise<Blob>;
  setTorch(on: boolean): Promise<void>;
  /** Kept within the range. */
  setZoom(factor: number): Promise<void>;
  /** Frees the camera; the light beside the lens goes out. */
  close(): void;
}

/** A check of the ideal: the browser gives the nearest the sensor has. */
const WANTED = { width: { ideal: 4096 }, height: { ideal: 3072 } } as const;
const JPEG_QUALITY = 0.92;

export async function openCamera(
  options: { readonly facing?: 'environment' | 'user' } = {},
): Promise<CameraOutcome> {
  if (!navigator.mediaDevices?.getUserMedia) return { ok: false, reason: 'unsupported' };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: options.facing ?? 'environment' }, ...WANTED },
    });
    return { ok: true, camera: cameraOf(stream) };
  } catch (error) {
    return { ok: false, reason: faultOf(error) };
  }
}

/** Why getUserMedia failed, by the names the standard gives its errors. */
export function faultOf(error: unknown): CameraFault {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'none';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'unsupported';
}

function cameraOf(stream: MediaStream): Camera {
  const track = stream.getVideoTracks()[0];
  let shown: HTMLVideoElement | null = null;
  const can = canDo(track);
  const range = rangeOf(can.zoom);
  let isLit = false;
  let factor = range ? (settingsOf(track).zoom ?? range.min) : 1;
  // Constraints replace those before them: each time both are said, or the light goes out.
  const apply = async (torch: boolean, zoom: number): Promise<void> => {
    const wanted = { ...(can.torch === true ? { torch } : {}), ...(range ? { zoom } : {}) };
    await track?.applyConstraints({ advanced: [wanted as MediaTrackConstraintSet] });
  };
  return {
    stream,
    get torch() {
      return { available: can.torch === true, on: isLit };
    },
    get zoom() {
      return range && { range, factor };
    },
    async attach(video) {
      shown = video;
      video.muted = true;
      video.playsInline = true;
      video.srcObject = stream;
      await video.play();
    },
    async capture() {
      if (!shown || shown.videoWidth === 0) throw new Error('the camera shows no picture yet');
      return frameOf(shown);
    },
    async setTorch(on) {
      await apply(on, factor);
      isLit = on;
    },
    async setZoom(wanted) {
      if (range === null) return;
      const within = Math.min(range.max, Math.max(range.min, wanted));
      await apply(isLit, within);
      factor = within;
    },
    close() {
      for (const one of stream.getTracks()) one.stop();
      if (shown) shown.srcObject = null;
      shown = null;
    },
  };
}

/** The camera's own extension of capabilities and settings, which the DOM types do not have. */
interface Extras {
  readonly torch?: boolean;
  readonly zoom?: Partial<ZoomRange>;
}

function canDo(track: MediaStreamTrack | undefined): Extras {
  return (track?.getCapabilities?.() as Extras | undefined) ?? {};
}

function settingsOf(track: MediaStreamTrack | undefined): { readonly zoom?: number } {
  return (track?.getSettings?.() as { readonly zoom?: number } | undefined) ?? {};
}

function rangeOf(zoom: Partial<ZoomRange> | undefined): ZoomRange | null {
  const { min = 0, max = 0, step = 0 } = zoom ?? {};
  return max > min && min > 0 ? { min, max, step: step > 0 ? step : (max - min) / 20 } : null;
}

async function frameOf(video: HTMLVideoElement): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((done) =>
    canvas.toBlob(done, 'image/jpeg', JPEG_QUALITY),
  );
  // Gives the pixels back now: twelve megapixels are 48 MB, and the next picture comes soon.
  canvas.width = 0;
  canvas.height = 0;
  if (!blob) throw new Error('the browser could not encode the picture');
  return blob;
}
