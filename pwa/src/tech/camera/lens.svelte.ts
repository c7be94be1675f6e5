/** The camera as a rune: closed while the page is out of sight, because others need it then. */
import { type Camera, type CameraFault, openCamera } from '../../device/camera';

export type LensState = 'opening' | 'open' | CameraFault;

export class Lens {
  state = $state<LensState>('opening');
  hasTorch = $state(false);
  isLit = $state(false);
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
