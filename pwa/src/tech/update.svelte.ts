/** A new version waits until the person takes it: a page never reloads by itself. */
import { onWake } from '../store/platform';

let isReady = $state(false);
let isOffline = $state(false);
let apply: ((reload?: boolean) => Promise<void>) | null = null;

const LOOK_EVERY_MS = 3_600_000;
const TRY_EVERY_MS = 60_000;

export async function listenForUpdate(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const { registerSW } = await import('virtual:pwa-register');
  const install = (): void => {
    apply = registerSW({
      immediate: true,
      onNeedRefresh: () => {
        isReady = true;
      },
      onRegisteredSW: (_url, registration) => {
        // A phone that is never closed would otherwise never hear of a new version.
        setInterval(() => void registration?.update().catch(() => undefined), LOOK_EVERY_MS);
      },
    });
  };
  install();
  const end = tryAgain(install);
  await navigator.serviceWorker.ready;
  isOffline = true;
  end();
}

/** A first installation that broke off leaves nothing behind that would try again by itself. */
function tryAgain(install: () => void): () => void {
  const look = (): void => {
    const found = navigator.serviceWorker.getRegistration();
    found.then((registration) => registration ?? install()).catch(() => undefined);
  };
  const end = onWake(look);
  const timer = setInterval(look, TRY_EVERY_MS);
  return () => {
    end();
    clearInterval(timer);
  };
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
