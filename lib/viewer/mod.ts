/**
 * The viewer: a web server that finds cases like a film.
 *
 * @module
 */
export { DEFAULT_LIMITS, type Limits } from "./limits.ts";
export { openViewer, type Viewer, type ViewerOptions } from "./viewer.ts";
