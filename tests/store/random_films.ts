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

/** Any case, but for its id. */
export function randomCase(): fc.Arbitrary<Omit<Case, "id">> {
  const knowledge = fc.tuple(
    ...LABEL_NAMES.map(() => fc.constantFrom("present", "absent", "unknown")),
  );
  return fc.record({
    patient: fc.constantFrom("7", "Ω", "patient 12"),
    knowledge,
    sex: fc.constantFrom("F", "M", ""),
    age: fc.constantFrom(0, 1 / 12, 40, 63, NaN),
    view: fc.constantFrom("PA", "AP", "LATERAL", ""),
    image: fc.constantFrom("", "films/ü.png"),
    date: fc.constantFrom(undefined, "2015-02-28", "2016-02-29", "2017-03-05"),
    visit: fc.constantFrom(undefined, 0, 3),
    report: fc.constantFrom(undefined, "Heart of normal size.\n\nNo effusion. Ω"),
  }).map(({ knowledge, date, visit, report, ...rest }) => ({
    ...rest,
    ...date !== undefined && { date },
    ...visit !== undefined && { visit },
    ...report !== undefined && { report },
    labels: LABEL_NAMES.filter((_, c) => knowledge[c] === "present"),
    unknown: LABEL_NAMES.filter((_, c) => knowledge[c] === "unknown"),
  }));
}

/** Any filter, over {@linkcode LABEL_NAMES}. */
export function randomFilter(): fc.Arbitrary<Filter> {
  return fc.letrec<{ filter: Filter; parts: Filter[] }>((tie) => ({
    filter: fc.oneof(
      { depthSize: "small" },
      fc.record({ kind: fc.constant("label"), label: fc.constantFrom(...LABEL_NAMES) }),
      fc.record({ kind: fc.constant("patient"), patient: fc.constantFrom("7", "Ω", "none") }),
      fc.record({ kind: fc.constant("sex"), sex: fc.constantFrom("F", "M", "", "X") }),
      fc.record({ kind: fc.constant("view"), view: fc.constantFrom("PA", "AP", "") }),
      fc.record({ kind: fc.constant("age"), from: fc.constant(1 / 12), to: fc.constant(50) }),
      fc.record({
        kind: fc.constant("date"),
        from: fc.constantFrom("2015-03-01", "0001-01-01"),
        to: fc.constantFrom("2016-02-29", "9998-12-31"),
      }),
      fc.record({ kind: fc.constantFrom("not", "unknown"), part: tie("filter") }),
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
  return truthOf(filter, item) === 1;
}

/** 1 for true, 0 for false, ½ where it is not known: AND is then the least, OR the greatest. */
function truthOf(filter: Filter, item: Case): number {
  switch (filter.kind) {
    case "label":
      return item.unknown.includes(filter.label) ? 0.5 : Number(item.labels.includes(filter.label));
    case "age":
      return Number(item.age >= filter.from && item.age <= filter.to);
    case "date": {
      const day = Date.parse(item.date ?? "");
      return Number(day >= Date.parse(filter.from) && day <= Date.parse(filter.to));
    }
    case "patient":
      return Number(item.patient === filter.patient);
    case "sex":
      return Number(item.sex === filter.sex);
    case "view":
      return Number(item.view === filter.view);
    case "unknown":
      return Number(truthOf(filter.part, item) === 0.5);
    case "not":
      return 1 - truthOf(filter.part, item);
    case "and":
      return Math.min(1, ...filter.parts.map((part) => truthOf(part, item)));
    case "or":
      return Math.max(0, ...filter.parts.map((part) => truthOf(part, item)));
  }
}
