/**
 * The camera inside the page: a system camera would push the page out of a small phone's memory.
 */
export type CameraFault = 'denied' | 'none' | 'busy' | 'unsupported';

export type CameraOutcome =
  | { readonly ok: true; readonly camera: Camera }
  | { readonly ok: false; readonly reason: CameraFault };

export interface Camera {
  readonly stream: MediaStream;
  readonly torch: { readonly available: boolean; readonly on: boolean };
  /** Shows the picture in this element; it must stay in the page until `close`. */
  attach(video: HTMLVideoElement): Promise<void>;
  /**
   * One JPEG at the full resolution of the track. @throws Error nothing attached or no picture yet
   */
  capture(): Promise<Blob>;
  setTorch(on: boolean): Promise<void>;
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
  let isLit = false;
  return {
    stream,
    get torch() {
      return { available: hasTorch(track), on: isLit };
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
      // `torch` is in the camera's own extension of the constraints, not in the DOM types.
      await track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
      isLit = on;
    },
    close() {
      for (const one of stream.getTracks()) one.stop();
      if (shown) shown.srcObject = null;
      shown = null;
    },
  };
}

function hasTorch(track: MediaStreamTrack | undefined): boolean {
  const can = track?.getCapabilities?.() as { readonly torch?: boolean } | undefined;
  return can?.torch === true;
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
