/**
 * The mark of options that say where something is or what it is called, not what it is.
 *
 * @module
 */

/**
 * Marks an option's schema, by `.meta(PLACE)`, as no part of a run's identity: the path of a file
 * whose content is what counts, what runs the networks, or a name. A run goes on, and is evaluated,
 * where such an option has another value.
 */
export const PLACE = { place: true } as const;
