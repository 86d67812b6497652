/**
 * The refusal of what is too much at the moment.
 *
 * @module
 */

/** More is asked than can be done at the moment; it may be asked again. */
export class BusyError extends Error {
  /** What a printed error begins with. */
  override name = "BusyError";
}
