/**
 * Small random collections for the tests of search, and the plainest search there is.
 *
 * @module
 */
import fc from "fast-check";
import type { Case, Hit } from "../../lib/store/case.ts";
import type { SearchRequest } from "../../lib/store/code_store.ts";
import type { Filter } from "../../lib/store/filter/filter.ts";
import { HammingIndex, type IndexOptions } from "../../lib/store/memory/hamming_index.ts";
import type { IndexRequest } from "../../lib/store/memory/index_request.ts";

export const LABEL_NAMES = ["Atelectasis", "Effusion", "Hernia"];

/** Films to index, those to remove again, and what to search for. */
export interface Films {
  readonly bits: number;
  readonly cases: readonly Case[];
  readonly codes: readonly Uint8Array[];
  readonly removed: readonly string[];
  readonly requests: readonly IndexRequest[];
}

/** Films whose codes are few, so that distances tie. */
export function randomFilms(): fc.Arbitrary<Films> {
  return fc.constantFrom(16, 32, 48, 64, 72, 96, 128).chain((bits) => {
    const byte = fc.constantFrom(0, 1, 3, 255, 128);
    const code = fc.uint8Array({ minLength: bits / 8, maxLength: bits / 8 })
      .chain((random) => fc.oneof(fc.constant(random), byte.map((b) => random.map(() => b))));
    const film = fc.record({ code, item: randomCase(), isRemoved: fc.boolean() });
    const request = fc.record({
      code,
      top: fc.constantFrom(1, 2, 5, 100),
      radius: fc.constantFrom(0, 2, bits / 2, bits),
      filter: fc.option(randomFilter(), { nil: undefined }),
      strategy: fc.constantFrom("auto", "scan", "multi-index"),
    });
    return fc.record({
      films: fc.array(film, { maxLength: 40 }),
      requests: fc.array(request, { minLength: 1, maxLength: 5 }),
    }).map(({ films, requests }) => {
      const cases = films.map(({ item }, n) => ({ ...item, id: `film-${n}.png` }));
      return {
        bits,
        cases,
        codes: films.map((each) => each.code),
        removed: cases.filter((_, n) => films[n]!.isRemoved).map(({ id }) => id),
        requests: requests.map(({ filter, ...rest }) =>
          filter === undefined ? rest : { ...rest, filter }
        ),
      };
    });
  });
}

function randomCase(): fc.Arbitrary<Omit<Case, "id">> {
  return fc.record({
    patient: fc.constantFrom("7", "Ω", "patient 12"),
    labels: fc.subarray(LABEL_NAMES),
    sex: fc.constantFrom("F", "M", ""),
    age: fc.constantFrom(0, 1 / 12, 40, 63, NaN),
    view: fc.constantFrom("PA", "AP", "LATERAL", ""),
    image: fc.constantFrom("", "films/ü.png"),
  });
}

function randomFilter(): fc.Arbitrary<Filter> {
  return fc.letrec<{ filter: Filter; parts: Filter[] }>((tie) => ({
    filter: fc.oneof(
      { depthSize: "small" },
      fc.record({ kind: fc.constant("label"), label: fc.constantFrom(...LABEL_NAMES) }),
      fc.record({ kind: fc.constant("patient"), patient: fc.constantFrom("7", "Ω", "none") }),
      fc.record({ kind: fc.constant("sex"), sex: fc.constantFrom("F", "M", "", "X") }),
      fc.record({ kind: fc.constant("view"), view: fc.constantFrom("PA", "AP", "") }),
      fc.record({ kind: fc.constant("age"), from: fc.constant(1 / 12), to: fc.constant(50) }),
      fc.record({ kind: fc.constant("not"), part: tie("filter") }),
      fc.record({ kind: fc.constantFrom("and", "or"), parts: tie("parts") }),
    ) as fc.Arbitrary<Filter>,
    parts: fc.array(tie("filter"), { maxLength: 3 }),
  })).filter;
}

/** An index of the films, after removing those that are to be removed. */
export function indexOf(
  { bits, cases, codes, removed }: Films,
  options?: IndexOptions,
): HammingIndex {
  const index = HammingIndex.empty({ bits, model: "abc", labelNames: LABEL_NAMES }, options);
  const half = cases.length >> 1;
  for (const [from, to] of [[0, half], [half, cases.length]] as const) {
    const rows = codes.slice(from, to).flatMap((code) => [...code]);
    index.add(cases.slice(from, to), Uint8Array.from(rows));
  }
  index.remove(removed);
  return index;
}

/** A hit as far as the tests compare it. */
export interface HitSummary {
  readonly id: string;
  readonly distance: number;
  readonly number: number;
}

/** Hits as far as the tests compare them. */
export function summary(hits: readonly Hit[]): readonly HitSummary[] {
  return hits.map(({ case: { id }, distance, number }) => ({ id, distance, number }));
}

/**
 * The answer to a request by comparing with every code, bit by bit.
 *
 * @param continuous Breaks ties, where it is given
 */
export function bruteForce(
  { cases, codes, removed }: Films,
  { code, top, radius = Infinity, filter }: SearchRequest,
  continuous?: Float32Array,
): readonly HitSummary[] {
  const agreement = (n: number) =>
    continuous?.reduce((sum, value, bit) => {
      return (codes[n]![bit >> 3]! >> (7 - bit % 8) & 1) === 1 ? sum + value : sum - value;
    }, 0) ?? 0;
  return cases
    .map((item, number) => ({ item, number, distance: differingBits(code, codes[number]!) }))
    .filter(({ item, distance }) =>
      distance <= radius && !removed.includes(item.id) &&
      (filter === undefined || fits(filter, item))
    )
    .sort((a, b) =>
      a.distance - b.distance || agreement(b.number) - agreement(a.number) || a.number - b.number
    )
    .slice(0, top)
    .map(({ item, number, distance }) => ({ id: item.id, distance, number }));
}

function differingBits(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, byte, i) => sum + (byte ^ b[i]!).toString(2).replaceAll("0", "").length, 0);
}

/** Whether a case fits a filter. */
export function fits(filter: Filter, item: Case): boolean {
  switch (filter.kind) {
    case "label":
      return item.labels.includes(filter.label);
    case "age":
      return item.age >= filter.from && item.age <= filter.to;
    case "patient":
      return item.patient === filter.patient;
    case "sex":
      return item.sex === filter.sex;
    case "view":
      return item.view === filter.view;
    case "not":
      return !fits(filter.part, item);
    case "and":
      return filter.parts.every((part) => fits(part, item));
    case "or":
      return filter.parts.some((part) => fits(part, item));
  }
}
