import { assertEquals } from "@std/assert";
import { stratify } from "../../lib/metrics/mod.ts";

Deno.test("stratify() puts the edges of age bands into the older band", () => {
  const age = new Float32Array([0, 19.9, 20, 39, 40, 60, 79, 80, 95]);
  const strata = { sex: Array(9).fill("F"), age, view: Array(9).fill("PA") };
  const bands = stratify(strata).filter(({ by }) => by === "age");
  assertEquals(bands.map(({ value, films }) => [value, films.length]), [
    ["0-19", 2],
    ["20-39", 2],
    ["40-59", 1],
    ["60-79", 2],
    ["80+", 2],
  ]);
});

Deno.test("stratify() holds every film once in each breakdown", () => {
  const strata = {
    sex: ["", "M", "F", "M"],
    age: new Float32Array([NaN, 30, 81, NaN]),
    view: ["AP", "", "LATERAL", "PA"],
  };
  for (const by of ["sex", "age", "view"]) {
    const films = stratify(strata).filter((stratum) => stratum.by === by).flatMap((s) => s.films);
    assertEquals(films.toSorted(), [0, 1, 2, 3]);
  }
});
