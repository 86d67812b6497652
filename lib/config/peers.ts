/**
 * The `peers` section of a configuration: the options of every method but cohash, under its name.
 *
 * @module
 */
import { z } from "zod";
import { METHODS } from "../methods/registry.ts";

type Peer = Exclude<(typeof METHODS)[number], { readonly name: "cohash" }>;

/** A section for each peer. */
type PeerShape = {
  [P in Peer as P["name"]]: z.ZodPrefault<P["options"]>;
};

const peers = METHODS.filter((method): method is Peer => method.name !== "cohash");

/**
 * The options of the peers; a run reads only its own method's.
 *
 * @internal Its type is zod's
 */
export const peersSchema = z.strictObject(
  Object.fromEntries(
    peers.map(({ name, options }) => [name, z.prefault(options, {})]),
  ) as PeerShape,
);
