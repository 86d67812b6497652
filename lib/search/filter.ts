/**
 * Which cases a search may return: findings, view, sex, age and patient, combined.
 *
 * @module
 */

/** A condition on a case; see `parseFilter` for its text form. */
export type Filter =
  /** The finding is present. */
  | { readonly kind: "label"; readonly label: string }
  | { readonly kind: "patient"; readonly patient: string }
  | { readonly kind: "sex"; readonly sex: string }
  | { readonly kind: "view"; readonly view: string }
  /** Years from … to, both included; a case of unknown age never fits. */
  | { readonly kind: "age"; readonly from: number; readonly to: number }
  | { readonly kind: "not"; readonly part: Filter }
  | { readonly kind: "and" | "or"; readonly parts: readonly Filter[] };
