import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Random } from "../../../lib/base/random.ts";
import { bitCount } from "../../../lib/codes/hamming.ts";
import { packCodes } from "../../../lib/codes/pack.ts";
import { hadamard } from "../../../lib/model/hadamard.ts";
import type { FindingTargets } from "../../../lib/run/encoder_files.ts";
import { explainMatch } from "../../../lib/search/explain/explain.ts";

const NAMES = ["Effusion", "Mass", "Nodule"];

/** Three orthogonal targets of 16 bits. */
const ORTHOGONAL: FindingTargets = {
  names: NAMES,
  values: hadamard(16)!.slice(16, 64),
};

function target(n: number): Float32Array {
  return ORTHOGONAL.values.slice(16 * n, 16 * (n + 1));
}

function sum(...vectors: readonly Float32Array[]): Float32Array {
  return vectors[0]!.map((_, k) => vectors.reduce((total, vector) => total + vector[k]!, 0));
}

/** The explanation of a match between continuous codes. */
function explain(query: Float32Array, found: Float32Array, targets = ORTHOGONAL) {
  return explainMatch({ query, code: packCodes(found, found.length), targets });
}

/** Shares by finding. */
function shares(query: Float32Array, found: Float32Array): Record<string, number> {
  return Object.fromEntries(
    explain(query, found).findings.map(({ label, share }) => [label, share]),
  );
}

Deno.test("explainMatch() puts a match at a target down to that finding alone", () => {
  assertEquals(shares(target(0), target(0)), { Effusion: 1, Mass: 0, Nodule: 0 });
  const [effusion, ...others] = explain(target(0), target(0)).findings;
  assertEquals(effusion, {
    label: "Effusion",
    queryCosine: 1,
    isNear: true,
    caseCosine: 1,
    agreeing: 16,
    disagreeing: 0,
    share: 1,
    disagreeingShare: 0,
  });
  // An orthogonal target has half of the bits.
  assertEquals(others.map(({ agreeing, queryCosine }) => [agreeing, queryCosine]), [[8, 0], [
    8,
    0,
  ]]);
});

Deno.test("explainMatch() shares a match between two targets evenly", () => {
  const both = sum(target(0), target(1));
  // Where the targets differ the sum is 0, whose bit is 1: half of these bits are either's.
  assertEquals(shares(both, both), { Effusion: 0.5, Mass: 0.5, Nodule: 0 });
});

Deno.test("explainMatch() weighs findings by the squared cosine with the query", () => {
  const uneven = sum(target(0).map((value) => 4 * value), target(1).map((value) => 3 * value));
  const [effusion, mass] = explain(uneven, uneven).findings;
  assertAlmostEquals(effusion!.queryCosine, 4 / 5, 1e-6);
  // All 16 bits are Effusion's, and Mass has a part of the 8 that are also its own.
  assertAlmostEquals(effusion!.share, (8 * 0.64 + 8) / 16, 1e-6);
  assertAlmostEquals(mass!.share, 8 * 0.36 / 16, 1e-6);
});

Deno.test("explainMatch() says what the query has of a finding and the case lacks", () => {
  const both = sum(target(0), target(1));
  const { agrees, findings } = explain(both, target(0));
  const byLabel = Object.fromEntries(findings.map((finding) => [finding.label, finding]));
  const [effusion, mass] = [byLabel.Effusion!, byLabel.Mass!];
  // They disagree in the 4 bits where Effusion's target is −1 and Mass's 1.
  assertEquals(agrees.filter((agree) => !agree).length, 4);
  assertEquals([effusion.disagreeing, effusion.disagreeingShare], [0, 0]);
  assertEquals([mass.disagreeing, mass.disagreeingShare], [4, 1]);
  assert(effusion.share > mass.share);
});

Deno.test("explainMatch() leaves open what no finding accounts for", () => {
  const one = { names: ["Effusion"], values: target(0) };
  const query = target(0);
  query.set(query.subarray(0, 4).map((value) => -value));
  // 4 of the 16 bits that agree are not the target's.
  assertEquals(explain(query, query, one).findings[0]!.share, 12 / 16);
  const away = target(0).map((value) => -value);
  assertEquals(explain(away, away, one).findings[0], {
    label: "Effusion",
    queryCosine: -1,
    isNear: false,
    caseCosine: -1,
    agreeing: 0,
    disagreeing: 0,
    share: 0,
    disagreeingShare: 0,
  });
  const nothing = new Float32Array(16);
  assertEquals(explain(nothing, nothing, one).findings[0]!.queryCosine, 0);
});

Deno.test("explainMatch() puts nothing down to a finding that the query is no nearer to than by chance", () => {
  const mostly = sum(target(0).map((value) => 4 * value), target(1));
  const { findings, nearFrom } = explain(mostly, mostly);
  assertEquals(findings.map(({ label, isNear, share }) => [label, isNear, share]), [
    ["Effusion", true, 1],
    ["Mass", false, 0],
    ["Nodule", false, 0],
  ]);
  assert(0.25 < nearFrom && nearFrom < 0.9);
});

Deno.test("one random code in twenty is near a target, whatever their number and length", () => {
  const random = new Random("near");
  for (const [bits, count] of [[16, 3], [32, 14], [64, 52]] as const) {
    const names = Array.from({ length: count }, (_, label) => `finding ${label}`);
    let near = 0;
    const codes = 600;
    for (let n = 0; n < codes; n++) {
      const values = random.normals(count * bits).map((value) => value >= 0 ? 1 : -1);
      const query = random.normals(bits);
      if (explain(query, query, { names, values }).findings.some(({ isNear }) => isNear)) near++;
    }
    assert(near / codes > 0.015 && near / codes < 0.085, `${bits} bits: ${near / codes}`);
  }
});

Deno.test("explainMatch() names the agreeing bits alone where there are no targets", () => {
  const query = Float32Array.of(1, -1, 0.5, -0.1, 2, -3, 0, -0);
  const { agrees, findings } = explainMatch({ query, code: Uint8Array.of(0b10101000) });
  assertEquals(agrees, [true, true, true, true, true, true, false, false]);
  assertEquals(findings, []);
});

Deno.test("explainMatch() counts every bit once, whatever the codes", () => {
  const value = fc.double({ min: -1, max: 1, noNaN: true });
  const vector = fc.array(value, { minLength: 16, maxLength: 16 });
  fc.assert(fc.property(vector, vector, fc.array(vector, { minLength: 3, maxLength: 3 }), (
    queryValues,
    foundValues,
    table,
  ) => {
    const [query, found] = [Float32Array.from(queryValues), Float32Array.from(foundValues)];
    const signs = Float32Array.from(table.flat(), (value) => value >= 0 ? 1 : -1);
    const { agrees, findings } = explain(query, found, { names: NAMES, values: signs });
    const agreeing = agrees.filter((agree) => agree).length;
    for (const key of ["share", "disagreeingShare"] as const) {
      const total = findings.reduce((sum, finding) => sum + finding[key], 0);
      assert(total >= 0 && total <= 1 + 1e-9, `${key} ${total}`);
    }
    for (const finding of findings) {
      const own = signs.subarray(16 * NAMES.indexOf(finding.label)).subarray(0, 16);
      const bits = (values: Float32Array) => packCodes(values, 16);
      const distance = (a: Uint8Array, b: Uint8Array) =>
        bitCount((a[0]! ^ b[0]!) << 8 | a[1]! ^ b[1]!);
      const toQuery = distance(bits(own), bits(query));
      const toCase = distance(bits(own), bits(found));
      assertEquals(finding.agreeing + finding.disagreeing, 16 - toQuery);
      assertAlmostEquals(finding.caseCosine, 1 - 2 * toCase / 16, 1e-6);
      assert(finding.agreeing <= agreeing && finding.disagreeing <= 16 - agreeing);
    }
    assertEquals(findings, findings.toSorted((a, b) => b.share - a.share));
  }));
});

Deno.test("explainMatch() refuses codes and targets of other lengths", () => {
  const code = new Uint8Array(2);
  assertThrows(
    () => explainMatch({ query: new Float32Array(24), code }),
    RangeError,
    "the query has 24 bits and the case 16",
  );
  const targets = { names: NAMES, values: new Float32Array(32) };
  assertThrows(
    () => explainMatch({ query: new Float32Array(16), code, targets }),
    RangeError,
    "3 targets of 16 bits have not 32 values",
  );
});
