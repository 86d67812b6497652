/**
 * Dark, as reading rooms are, or light.
 *
 * @module
 */
import { change, current } from "./state.ts";

const KEY = "cohash-theme";

/** Takes up the theme that was chosen last; dark at first. */
export function restoreTheme(): void {
  apply(localStorage.getItem(KEY) === "light" ? "light" : "dark");
}

/** Changes to the other theme and remembers it. */
export function toggleTheme(): void {
  const theme = current().theme === "dark" ? "light" : "dark";
  localStorage.setItem(KEY, theme);
  apply(theme);
}

function apply(theme: "dark" | "light"): void {
  document.documentElement.dataset.theme = theme;
  change({ theme });
}
