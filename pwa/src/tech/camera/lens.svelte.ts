/** The camera as a rune: closed while the page is out of sight, because others need it then. */
import { type Camera, type CameraFault, openCamera, type ZoomRange } from '../../device/camera';

export type LensState = 'opening' | 'open' | CameraFault;

export class Lens {
  state = $state<LensState>('opening');
  hasTorch = $state(false);
  isLit = $state(false);
  /** Null: this camera cannot zoom. */
  range = $state.raw<ZoomRange | null>(null);
  factor = $state(1);
  private camera: Camera | null = null;
  private video: HTMLVideoElement | null = null;
  private isClosed = false;

  constructor(private readonly facing: 'environment' | 'user' = 'environment') {}

  async open(): Promise<void> {
    this.camera?.close();
    this.camera = null;
    this.state = 'opening';
    const outcome = await openCamera({ facing: this.facing });
    if (!outcome.ok) {
      this.state = outcome.reason;
      return;
    }
    if (this.isClosed) return outcome.camera.close();
    this.camera = outcome.camera;
    this.hasTorch = outcome.camera.torch.available;
    this.isLit = false;
    this.range = outcome.camera.zoom?.range ?? null;
    this.factor = outcome.camera.zoom?.factor ?? 1;
    await this.connect();
  }

  /** The element that shows the picture. */
  async show(video: HTMLVideoElement): Promise<void> {
    this.video = video;
    await this.connect();
  }

  capture(): Promise<Blob> {
    if (this.camera === null) return Promise.reject(new Error('the camera is not open'));
    return this.camera.capture();
  }

  async flipTorch(): Promise<void> {
    try {
      await this.camera?.setTorch(!this.isLit);
      this.isLit = this.camera?.torch.on ?? false;
    } catch {
      // The phone says it has a torch and will not light it: the button goes.
      this.hasTorch = false;
    }
  }

  async setZoom(factor: number): Promise<void> {
    try {
      await this.camera?.setZoom(factor);
      this.factor = this.camera?.zoom?.factor ?? 1;
    } catch {
      this.range = null;
    }
  }

  close(): void {
    this.isClosed = true;
    this.camera?.close();
    this.camera = null;
  }

  private async connect(): Promise<void> {
    if (this.camera === null || this.video === null) return;
    try {
      await this.camera.attach(this.video);
      this.state = 'open';
    } catch {
      this.state = this.isClosed ? this.state : 'busy';
    }
  }
}
