/** How much room there is, and whether the phone has promised to keep what is here. */
export interface StorageRoom {
  readonly used_bytes: number;
  readonly quota_bytes: number;
  readonly free_bytes: number;
  /** used / quota, 0…1 */
  readonly ratio: number;
  readonly persisted: boolean;
}

/** From here on the screen says so in amber. */
export const LOW_RATIO = 0.8;

/** Fewer photos than a visit may need. */
export const PHOTOS_FEW = 30;

/** Whether people should make room before they go on capturing. */
export function isTight({ ratio, free_bytes }: StorageRoom): boolean {
  return ratio >= LOW_RATIO || photosThatFit(free_bytes) < PHOTOS_FEW;
}

/** @returns null where the browser does not tell */
export async function storageEstimate(
  manager: StorageManager | undefined = globalThis.navigator?.storage,
): Promise<StorageRoom | null> {
  if (!manager?.estimate) return null;
  const { usage = 0, quota = 0 } = await manager.estimate();
  if (quota === 0) return null;
  const persisted = (await manager.persisted?.()) ?? false;
  return {
    used_bytes: usage,
    quota_bytes: quota,
    free_bytes: Math.max(0, quota - usage),
    ratio: Math.min(1, usage / quota),
    persisted,
  };
}

/** Asks that nothing be cleared by itself. Some browsers ask the person, some decide alone. */
export async function askToPersist(
  manager: StorageManager | undefined = globalThis.navigator?.storage,
): Promise<boolean> {
  if (!manager?.persist) return false;
  return (await manager.persisted?.()) || manager.persist();
}

/** How many more photos fit: original, copy and thumbnail are about 4 MB together. */
export function photosThatFit(free_bytes: number, per_photo_bytes = 4_000_000): number {
  return Math.max(0, Math.floor(free_bytes / per_photo_bytes));
}
