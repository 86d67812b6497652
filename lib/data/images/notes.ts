/**
 * What is odd about a film that is read all the same.
 *
 * @module
 */

/** Who hears what is odd about a film that is read all the same. */
export interface NoteListener {
  /** Hears a clause, such as "the window is 0 wide and not used". */
  readonly onNote?: ((note: string) => void) | undefined;
}
