/**
 * Keeping what the page shows in its address.
 *
 * @module
 */
import { addressOf, type NamedQuery, type Place } from "./address.ts";
import { current, type Query } from "./state.ts";

/** Keeps what the page shows in its address. */
export function keepAddress(): void {
  const address = addressOf(placeNow());
  if (address !== location.hash) history.replaceState(null, "", address || location.pathname);
}

/** What the page shows, as an address says it. */
export function placeNow(): Place {
  const state = current();
  const { refinement, marked, isMarkedByHand, comparison, browseFrom } = state;
  return {
    ...state,
    query: named(state.query),
    refinement: refinement.present,
    marked: isMarkedByHand ? marked : undefined,
    from: browseFrom,
    at: comparison?.at,
  };
}

/** What an address says of a query. */
export function named(query: Query): NamedQuery {
  switch (query.kind) {
    case "film":
    case "study":
      return { kind: "film" };
    case "case":
      return query.handle === "" ? { kind: "none" } : query;
    default:
      return query;
  }
}
