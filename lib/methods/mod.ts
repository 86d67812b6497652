/**
 * The methods by name: cohash and the peers it stands beside.
 *
 * @module
 */
export * from "./method.ts";
export * from "./schema.ts";

import { cohash } from "./cohash.ts";
import type { Method } from "./method.ts";
import { orthohash } from "./orthohash.ts";
import type { MethodName } from "./schema.ts";

const METHODS: Readonly<Partial<Record<MethodName, Method>>> = { cohash, orthohash };

/** The method of this name, as the configuration key `method` has it. */
export function methodOf({ method }: { readonly method: MethodName }): Method {
  return METHODS[method]!;
}
