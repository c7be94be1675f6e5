/** The browser's offer to put the app on the home screen, kept until the person wants it. */
interface InstallEvent extends Event {
  prompt(): Promise<void>;
  readonly userChoice: Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

let offer = $state.raw<InstallEvent | null>(null);
let isInstalled = $state(false);

/** Call before the first component is mounted: the event comes once, and early. */
export function listenForInstall(): void {
  isInstalled = matchMedia('(display-mode: standalone)').matches;
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer = event as InstallEvent;
  });
  window.addEventListener('appinstalled', () => {
    isInstalled = true;
    offer = null;
  });
}

/** `offered`: one tap installs. `by_hand`: the browser has a menu entry for it, as on iOS. */
export function installState(): 'installed' | 'offered' | 'by_hand' {
  if (isInstalled) return 'installed';
  return offer === null ? 'by_hand' : 'offered';
}

export async function install(): Promise<void> {
  const event = offer;
  if (event === null) return;
  await event.prompt();
  if ((await event.userChoice).outcome === 'accepted') offer = null;
}
