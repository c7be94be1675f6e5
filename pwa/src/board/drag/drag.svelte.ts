/**
 * Dragging a job onto a technician, from the queue, the map or the lanes: pointer events, so that
 * one piece of code serves all three. A drag has a keyboard twin: A, then Enter.
 */

const STARTS_AFTER_PX = 6;

type Hit = (clientX: number, clientY: number) => string | null;

export class Drag {
  /** The order under way; null: nothing is dragged. */
  order = $state<string | null>(null);
  /** The technician it would be given to. */
  target = $state<string | null>(null);
  x = $state(0);
  y = $state(0);
  /** The map knows its circles; it is asked where the page has no element. */
  mapHit: Hit | null = null;

  constructor(private readonly ondrop: (orderId: string, technicianId: string) => void) {}

  /** Begin with the press; it becomes a drag only when the pointer moves. */
  press(orderId: string, event: MouseEvent): void {
    if (event.button !== 0) return;
    const from = { x: event.clientX, y: event.clientY };
    const listening = new AbortController();
    const { signal } = listening;
    const move = (at: PointerEvent): void => {
      const far = Math.hypot(at.clientX - from.x, at.clientY - from.y) >= STARTS_AFTER_PX;
      if (this.order === null && !far) return;
      this.order = orderId;
      this.x = at.clientX;
      this.y = at.clientY;
      this.target = this.targetAt(at.clientX, at.clientY);
    };
    const end = (isDrop: boolean): void => {
      listening.abort();
      const { order, target } = this;
      this.order = null;
      this.target = null;
      if (order === null) return;
      swallowClick();
      if (isDrop && target !== null) this.ondrop(order, target);
    };
    addEventListener('pointermove', move, { signal });
    addEventListener('pointerup', () => end(true), { signal });
    addEventListener('pointercancel', () => end(false), { signal });
    // In the capture phase: while something is dragged, Esc lets it go and does nothing else.
    const escape = (key: KeyboardEvent): void => {
      if (key.key !== 'Escape' || this.order === null) return;
      key.stopPropagation();
      end(false);
    };
    addEventListener('keydown', escape, { signal, capture: true });
  }

  private targetAt(x: number, y: number): string | null {
    const element = document.elementFromPoint(x, y);
    const row = element?.closest<HTMLElement>('[data-technician]');
    return row?.dataset['technician'] ?? (element?.closest('[data-map]') ? this.hit(x, y) : null);
  }

  private hit(x: number, y: number): string | null {
    return this.mapHit?.(x, y) ?? null;
  }
}

/** The click that ends a drag selects nothing. */
function swallowClick(): void {
  const stop = (event: MouseEvent): void => {
    event.stopPropagation();
    event.preventDefault();
  };
  addEventListener('click', stop, { capture: true, once: true });
  setTimeout(() => removeEventListener('click', stop, { capture: true }), 0);
}
