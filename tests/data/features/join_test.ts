import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { joinById } from "../../../lib/data/features/join.ts";
import { InputError } from "../../../lib/base/errors.ts";

Deno.test("joinById() pairs what both sides have, whatever the order", () => {
  const ids = fc.uniqueArray(fc.constantFrom(..."abcdefgh"), { minLength: 1 });
  fc.assert(
    fc.property(ids, ids, (annotated, featured) => {
      const common = annotated.filter((id) => featured.includes(id));
      if (common.length === 0) {
        assertThrows(() => joinById(annotated, featured), InputError, "no film in common");
        return;
      }
      const join = joinById(annotated, featured);
      assertEquals(join.pairs.map((pair) => annotated[pair.annotated]!), common);
      assertEquals(join.pairs.map((pair) => featured[pair.featured]!), common);
      assertEquals(join.onlyAnnotated, annotated.filter((id) => !featured.includes(id)));
      assertEquals(join.onlyFeatured, featured.filter((id) => !annotated.includes(id)));
    }),
    { seed: 5 },
  );
});

Deno.test("joinById() joins by file name where folders or ending differ, exact ids first", () => {
  const joined = (annotated: readonly string[], featured: readonly string[]) => {
    const { pairs, byName } = joinById(annotated, featured);
    return [pairs.map((pair) => [annotated[pair.annotated], featured[pair.featured]]), byName];
  };
  const fits: readonly (readonly [string, string])[] = [
    ["images/00000001_000.png", "00000001_000"],
    ["00000001_000", "images/00000001_000.png"],
    ["00000001_000.png", "00000001_000.npy"],
    ["./a.dcm", "a.dcm"],
    ["train\\a.png", "CheXpert/train/a.png"],
    ["p1/view1.jpg", "train/p1/view1.png"],
    ["1.2.840.113.dcm", "1.2.840.113"],
  ];
  for (const [annotated, featured] of fits) {
    assertEquals(joined([annotated], [featured]), [[[annotated, featured]], 1]);
  }
  const none: readonly (readonly [string, string])[] = [
    ["p1/view1.jpg", "p2/view1.jpg"],
    ["1.2.840.113", "1.2.840"],
    ["a.csv", "a"],
    ["A", "a"],
  ];
  for (const [annotated, featured] of none) {
    assertThrows(() => joinById([annotated], [featured]), InputError, "no film in common");
  }
  assertEquals(joined(["a.png", "a", "x/a.png"], ["a", "a.png"]), [
    [["a.png", "a.png"], ["a", "a"]],
    0,
  ]);
  assertEquals(joined(["a.png", "b"], ["images/a.dcm", "images/a.png", "b"]), [
    [["a.png", "images/a.png"], ["b", "b"]],
    1,
  ]);
});

Deno.test("joinById() names both films where a name fits two", () => {
  const refuse = (annotated: readonly string[], featured: readonly string[], message: string) =>
    assertThrows(() => joinById(annotated, featured), InputError, message);
  refuse(["a", "b"], ["b", "1/a", "2/a"], '"a" may be "1/a" or "2/a" of the features');
  refuse(["a"], ["a.png", "a.dcm"], '"a" may be "a.png" or "a.dcm" of the features');
  refuse(["1/a", "2/a"], ["a"], '"a" may be "1/a" or "2/a" of the labels');
});

Deno.test("joinById() never gives a film's features to two films, nor a film two", () => {
  const id = fc.tuple(
    fc.constantFrom("", "x/", "y/", "x/y/"),
    fc.constantFrom("a", "b"),
    fc
      .constantFrom("", ".png", ".dcm"),
  ).map((parts) => parts.join(""));
  const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(ids, ids, (annotated, featured) => {
      let join;
      try {
        join = joinById(annotated, featured);
      } catch (error) {
        if (error instanceof InputError) return;
        throw error;
      }
      const [films, rows] = [new Set<number>(), new Set<number>()];
      for (const pair of join.pairs) {
        const [one, other] = [annotated[pair.annotated]!, featured[pair.featured]!];
        if (featured.includes(one)) assertEquals(other, one);
        films.add(pair.annotated);
        rows.add(pair.featured);
      }
      assertEquals([films.size, rows.size], [join.pairs.length, join.pairs.length]);
      assertEquals(join.onlyAnnotated.length, annotated.length - films.size);
      assertEquals(join.onlyFeatured.length, featured.length - rows.size);
    }),
    { seed: 6, numRuns: 500 },
  );
});
