/**
 * Keeps a native `<dialog>` in step with an `open` flag. The platform traps the focus, closes on
 * Esc and gives the focus back to what opened it.
 */
export function showWhile(isOpen: () => boolean) {
  return (dialog: HTMLDialogElement): void => {
    if (isOpen() && !dialog.open) dialog.showModal();
    if (!isOpen() && dialog.open) dialog.close();
  };
}

/** A press on the backdrop counts as a press on the dialog element itself. */
export function isBackdrop(event: MouseEvent): boolean {
  return event.target === event.currentTarget;
}
