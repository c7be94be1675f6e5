/** A new version waits until the person takes it: a page never reloads by itself. */
let isReady = $state(false);
let isOffline = $state(false);
let apply: ((reload?: boolean) => Promise<void>) | null = null;

const LOOK_EVERY_MS = 3_600_000;

export async function listenForUpdate(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const { registerSW } = await import('virtual:pwa-register');
  apply = registerSW({
    immediate: true,
    onNeedRefresh: () => {
      isReady = true;
    },
    onOfflineReady: () => {
      isOffline = true;
    },
    onRegisteredSW: (_url, registration) => {
      if (registration?.active) isOffline = true;
      // A phone that is never closed would otherwise never hear of a new version.
      setInterval(() => void registration?.update().catch(() => undefined), LOOK_EVERY_MS);
    },
  });
}

export function updateReady(): boolean {
  return isReady;
}

/** The app itself is on the phone: it opens without signal. */
export function offlineReady(): boolean {
  return isOffline;
}

export async function takeUpdate(): Promise<void> {
  await apply?.(true);
}
