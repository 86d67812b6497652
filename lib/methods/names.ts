/**
 * The names of the methods.
 *
 * Made by tools/configuration_types.ts from lib/methods/registry.ts; do not edit.
 *
 * @module
 */

/** The name of a method in configurations and tables. */
export type MethodName =
  | "cohash"
  | "lsh"
  | "itq"
  | "dpsh"
  | "hashnet"
  | "dch"
  | "greedyhash"
  | "osdh"
  | "idhn"
  | "csq"
  | "dpn"
  | "orthohash"
  | "hyp2"
  | "ahdl"
  | "crh"
  | "classify";
