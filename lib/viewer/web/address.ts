/**
 * What the page shows as an address, so that going back and loading anew lead to the same: the query,
 * how it is refined, filters, and the place. Addresses end in histories and logs: a case stands there
 * by its handle, and what names a patient or a film is left out.
 *
 * @module
 */
import type { Ask } from "../schemas.ts";
import { type Order, ORDERS } from "./arrange.ts";
import { type Filters, type FindingWish, NO_FILTERS } from "./filters.ts";
import { type Liking, PLAIN, type Refinement } from "./refinement.ts";

/** What an address can name of a query. */
export type NamedQuery =
  | { readonly kind: "none" }
  /** A film, or several, of which nothing is kept. */
  | { readonly kind: "film" }
  | { readonly kind: "case"; readonly handle: string }
  | {
    readonly kind: "findings";
    readonly wanted: readonly string[];
    readonly unwanted: readonly string[];
  };

/** What an address says. */
export interface Place {
  readonly query: NamedQuery;
  readonly refinement: Refinement;
  /** The findings that are marked; undefined for those of the query's case. */
  readonly marked: ReadonlySet<string> | undefined;
  readonly filters: Filters;
  readonly ask: Ask | undefined;
  readonly radius: number | undefined;
  readonly top: number;
  readonly samePatient: boolean;
  readonly order: Order;
  readonly isGrouped: boolean;
  /** Cases left out before the page of the collection. */
  readonly from: number;
  /** The place of the case that is compared. */
  readonly at: number | undefined;
}

const ASKS = ["code", "target", "expected"] as const satisfies readonly Ask[];
const WISHES = ["with", "without", "unknown"] as const satisfies readonly FindingWish[];
const LIKINGS = ["like", "unlike"] as const satisfies readonly Liking[];

/** The collection, and what a search is told at first. */
export const FIRST_PLACE: Place = {
  query: { kind: "none" },
  refinement: PLAIN,
  marked: undefined,
  filters: NO_FILTERS,
  ask: undefined,
  radius: undefined,
  top: 12,
  samePatient: false,
  order: "found",
  isGrouped: false,
  from: 0,
  at: undefined,
};

/** The address of a place: "#case=…&with=Mass&at=3", "" for the first one. */
export function addressOf(place: Place): string {
  const { query, refinement, marked, filters, ask, radius, top, samePatient } = place;
  const { order, isGrouped, from, at } = place;
  const parts: [string, string | number][] = queryParts(query);
  for (const [handle, liking] of refinement.marks) parts.push([liking, handle]);
  for (const [label, factor] of refinement.emphasis) parts.push(["weight", `${factor}:${label}`]);
  if (marked !== undefined) {
    for (const label of marked.size > 0 ? marked : [""]) parts.push(["mark", label]);
  }
  for (const [label, wish] of filters.findings) parts.push([wish, label]);
  if (filters.isAnyEnough) parts.push(["any", ""]);
  if (filters.view !== "") parts.push(["view", filters.view]);
  if (filters.sex !== "") parts.push(["sex", filters.sex]);
  if (filters.ageFrom !== undefined) parts.push(["age-from", filters.ageFrom]);
  if (filters.ageTo !== undefined) parts.push(["age-to", filters.ageTo]);
  if (ask !== undefined) parts.push(["ask", ask]);
  if (radius !== undefined) parts.push(["within", radius]);
  if (top !== FIRST_PLACE.top) parts.push(["top", top]);
  if (samePatient) parts.push(["same-patient", ""]);
  if (order !== "found") parts.push(["order", order]);
  if (isGrouped) parts.push(["grouped", ""]);
  if (from > 0) parts.push(["from", from]);
  if (at !== undefined) parts.push(["at", at]);
  const written = parts.map(([key, value]) =>
    value === "" ? key : `${key}=${encodeURIComponent(value)}`
  );
  return written.length === 0 ? "" : `#${written.join("&")}`;
}

function queryParts(query: NamedQuery): [string, string][] {
  switch (query.kind) {
    case "none":
      return [];
    case "film":
      return [["film", ""]];
    case "case":
      return [["case", query.handle]];
    case "findings":
      return [
        ...query.wanted.map((label): [string, string] => ["find", label]),
        ...query.unwanted.map((label): [string, string] => ["find-not", label]),
      ];
  }
}

/** The place that an address names; what it does not say, or says wrongly, is as at first. */
export function placeOf(address: string): Place {
  const said = new URLSearchParams(address.replace(/^#/, ""));
  const one = <T extends string>(key: string, known: readonly T[]) =>
    known.find((value) => value === said.get(key));
  const years = (key: string) => wholeNumber(said.get(key), 150);
  return {
    query: queryOf(said),
    refinement: {
      marks: new Map(
        Array.from(said).flatMap(([key, handle]) => {
          const liking = LIKINGS.find((one) => one === key);
          return liking === undefined || handle === "" ? [] : [[handle, liking] as const];
        }),
      ),
      emphasis: new Map(said.getAll("weight").flatMap(weightOf)),
    },
    marked: said.has("mark")
      ? new Set(said.getAll("mark").filter((label) => label !== ""))
      : undefined,
    filters: {
      ...NO_FILTERS,
      findings: new Map(
        Array.from(said).flatMap(([key, label]) => {
          const wish = WISHES.find((one) => one === key);
          return wish === undefined || label === "" ? [] : [[label, wish] as const];
        }),
      ),
      isAnyEnough: said.has("any"),
      view: said.get("view") ?? "",
      sex: said.get("sex") ?? "",
      ageFrom: years("age-from"),
      ageTo: years("age-to"),
    },
    ask: one("ask", ASKS),
    radius: wholeNumber(said.get("within"), 1024),
    top: wholeNumber(said.get("top"), 200) || FIRST_PLACE.top,
    samePatient: said.has("same-patient"),
    order: one("order", ORDERS) ?? "found",
    isGrouped: said.has("grouped"),
    from: wholeNumber(said.get("from"), 1e9) ?? 0,
    at: wholeNumber(said.get("at"), 200),
  };
}

function queryOf(said: URLSearchParams): NamedQuery {
  const handle = said.get("case");
  if (handle !== null && handle !== "") return { kind: "case", handle };
  const [wanted, unwanted] = [said.getAll("find"), said.getAll("find-not")];
  if (wanted.some((label) => label !== "")) return { kind: "findings", wanted, unwanted };
  return { kind: said.has("film") ? "film" : "none" };
}

/** The finding and factor of "2:Mass"; none where it is no such text. */
function weightOf(text: string): [string, number][] {
  const [, factor, label] = /^(\d+(?:\.\d+)?):(.+)$/s.exec(text) ?? [];
  return label === undefined || Number(factor) > 100 ? [] : [[label, Number(factor)]];
}

function wholeNumber(text: string | null, most: number): number | undefined {
  return text !== null && /^\d{1,10}$/.test(text) && Number(text) <= most
    ? Number(text)
    : undefined;
}
