/**
 * Dialogs that are open where the state says so.
 *
 * @module
 */

/**
 * Opens or closes the dialog of a class.
 *
 * @returns Whether it was opened just now
 */
export function showDialog(name: string, isShown: boolean): boolean {
  const dialog = document.querySelector<HTMLDialogElement>("dialog." + name)!;
  if (isShown === dialog.open) return false;
  if (isShown) dialog.showModal();
  else dialog.close();
  return isShown;
}
