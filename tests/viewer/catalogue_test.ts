import { assertEquals } from "@std/assert";
import type { Case } from "../../lib/store/case.ts";
import { Catalogue } from "../../lib/viewer/catalogue.ts";

const NAMES = ["Mass", "Pleural_Thickening"];
const CASES = [
  one("a", { labels: ["Mass"], unknown: ["Pleural_Thickening"], sex: "F", age: 40, view: "PA" }),
  one("b", { labels: [], unknown: [], sex: "", age: NaN, view: "" }),
  one("c", { labels: NAMES, unknown: [], sex: "M", age: 71, view: "AP" }),
  one("d", { labels: [], unknown: NAMES, sex: "M", age: 50, view: "AP" }),
] as const;

function one(id: string, facts: Pick<Case, "labels" | "unknown" | "sex" | "age" | "view">): Case {
  return { id, patient: id, image: "", ...facts };
}

Deno.test("page() gives a part of the cases that fit and counts all that do", () => {
  const catalogue = new Catalogue(CASES, NAMES);
  assertEquals(catalogue.page({ from: 1, top: 1 }), { total: 4, cases: [CASES[1]] });
  const filter = { kind: "label", label: "Mass" } as const;
  assertEquals(catalogue.page({ filter, from: 0, top: 9 }).cases, [CASES[0], CASES[2]]);
  assertEquals(catalogue.page({ filter, from: 5, top: 9 }), { total: 2, cases: [] });
  assertEquals(catalogue.page({ filter, from: 1, top: 1 }), { total: 2, cases: [CASES[2]] });
  const without = { kind: "not", part: filter } as const;
  assertEquals(catalogue.page({ filter: without, from: 0, top: 9 }).cases, [CASES[1]]);
  const unknown = { kind: "unknown", part: filter } as const;
  assertEquals(catalogue.page({ filter: unknown, from: 0, top: 9 }).cases, [CASES[3]]);
});

Deno.test("describe() names what occurs, unknown last", () => {
  assertEquals(new Catalogue(CASES, NAMES).describe(), {
    cases: 4,
    findings: [
      { label: "Mass", name: "Mass", count: 2, unknown: 1 },
      { label: "Pleural_Thickening", name: "Pleural thickening", count: 1, unknown: 2 },
    ],
    views: ["AP", "PA", ""],
    sexes: ["F", "M", ""],
    ages: { from: 40, to: 71 },
  });
  assertEquals(new Catalogue([], NAMES).describe().ages, null);
});

Deno.test("summarise() compares the cases found with all, most frequent first, where it is known", () => {
  const hits = [CASES[1], CASES[2]].map((one) => ({ case: one }));
  const catalogue = new Catalogue(CASES, NAMES);
  assertEquals(catalogue.summarise(hits), [
    { label: "Mass", count: 1, known: 2, share: 0.5, collectionShare: 2 / 3 },
    { label: "Pleural_Thickening", count: 1, known: 2, share: 0.5, collectionShare: 1 / 2 },
  ]);
  const withUnknown = [CASES[0], CASES[2], CASES[3]].map((one) => ({ case: one }));
  assertEquals(catalogue.summarise(withUnknown), [
    { label: "Mass", count: 2, known: 2, share: 1, collectionShare: 2 / 3 },
    { label: "Pleural_Thickening", count: 1, known: 1, share: 1, collectionShare: 1 / 2 },
  ]);
  assertEquals(catalogue.summarise([{ case: CASES[3] }]), []);
  assertEquals(new Catalogue(CASES, NAMES).summarise([]), []);
});
