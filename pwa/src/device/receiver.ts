/**
 * One watch of the position for all who wait for it. A browser tells a second watch nothing while the
 * position stays as it is, so whoever joins has it begun anew.
 */
interface Waits {
  readonly onfix: (position: GeolocationPosition) => void;
  readonly onerror: (error: GeolocationPositionError) => void;
}

class Receiver {
  private readonly waiting = new Set<Waits>();
  private watch: number | null = null;

  constructor(private readonly geolocation: Geolocation) {}

  listen(waits: Waits): () => void {
    this.waiting.add(waits);
    this.stop();
    this.watch = this.geolocation.watchPosition(
      (position) => {
        for (const one of [...this.waiting]) one.onfix(position);
      },
      (error) => {
        for (const one of [...this.waiting]) one.onerror(error);
      },
      { enableHighAccuracy: true, maximumAge: 0 },
    );
    return () => {
      if (this.waiting.delete(waits) && this.waiting.size === 0) this.stop();
    };
  }

  private stop(): void {
    if (this.watch !== null) this.geolocation.clearWatch(this.watch);
    this.watch = null;
  }
}

const RECEIVERS = new WeakMap<Geolocation, Receiver>();

/** Every position from now on, until the answer of this call is called. */
export function listenTo(geolocation: Geolocation, waits: Waits): () => void {
  let receiver = RECEIVERS.get(geolocation);
  if (receiver === undefined) {
    receiver = new Receiver(geolocation);
    RECEIVERS.set(geolocation, receiver);
  }
  return receiver.listen(waits);
}
