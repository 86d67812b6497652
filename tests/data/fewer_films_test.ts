import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Random } from "../../lib/base/random.ts";
import { withFewerFilms } from "../../lib/data/fewer_films.ts";
import { splitBySides } from "../../lib/data/split.ts";

const IDS = Array.from({ length: 60 }, (_, i) => `film ${i}`);
const SPLIT = splitBySides(
  IDS.map((_, i) => i < 40 ? "train" : i < 50 ? "database" : "query"),
  0.2,
);

Deno.test("withFewerFilms() keeps some of the films that it keeps when it keeps more", () => {
  fc.assert(fc.property(fc.nat(40), fc.nat(40), fc.integer(), (few, more, seed) => {
    const kept = [few, few + more].map((films) =>
      new Set(withFewerFilms(SPLIT, IDS, films, new Random(seed)).train)
    );
    assertEquals(kept.map(({ size }) => size), [few, Math.min(40, few + more)]);
    assert(kept[0]!.isSubsetOf(kept[1]!));
  }));
});

Deno.test("withFewerFilms() does not depend on the order of the films and leaves others alone", () => {
  const { train, database, query } = withFewerFilms(SPLIT, IDS, 10, new Random(1));
  assertEquals([database, query], [SPLIT.database, SPLIT.query]);
  const reversed = IDS.toReversed();
  const mirrored = splitBySides(
    reversed.map((_, i) => i < 10 ? "query" : i < 20 ? "database" : "train"),
    0.2,
  );
  const again = withFewerFilms(mirrored, reversed, 10, new Random(1));
  assertEquals(
    new Set(Array.from(again.train, (row) => reversed[row]!)),
    new Set(Array.from(train, (row) => IDS[row]!)),
  );
});

Deno.test("withFewerFilms() searches no training film that nothing learns of", () => {
  const seen = splitBySides(IDS.map((_, i) => i < 40 ? "train" : "query"), "train");
  const { train, database } = withFewerFilms(seen, IDS, 10, new Random(1));
  assertEquals(database, train);
  assertEquals(train.length, 10);
});
