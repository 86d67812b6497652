import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { CHESTXRAY14_LABELS } from "../../../lib/data/dataset.ts";
import { type FindingName, readLabelSets } from "../../../lib/data/phantom/label_sets.ts";
import { planFilms } from "../../../lib/data/phantom/plan.ts";
import { Random } from "../../../lib/base/random.ts";

const table = await readLabelSets();
const TOTAL = table.reduce((sum, { count }) => sum + count, 0);
const plans = planFilms(20_000, table, new Random(0));

/** The share of the planned films that have all these findings, and the share in the table. */
function shares(findings: readonly FindingName[]): readonly [planned: number, real: number] {
  const all = (present: readonly FindingName[]) => findings.every((name) => present.includes(name));
  const planned = plans.filter(({ labels }) => all(labels.findings)).length / plans.length;
  const films = table.reduce((sum, set) => sum + (all(set.findings) ? set.count : 0), 0);
  return [planned, films / TOTAL];
}

/** Five standard errors; films of a patient repeat, which makes the errors up to twice as large. */
function tolerance(share: number): number {
  return 10 * Math.sqrt(share * (1 - share) / plans.length);
}

Deno.test("planFilms() plans each finding as often as it is real", () => {
  for (const name of CHESTXRAY14_LABELS) {
    const [planned, real] = shares([name]);
    assertAlmostEquals(planned, real, tolerance(real), `${name}: ${planned}, really ${real}`);
  }
});

Deno.test("planFilms() plans pairs of findings as often as they really occur together", () => {
  for (const [i, one] of CHESTXRAY14_LABELS.entries()) {
    for (const other of CHESTXRAY14_LABELS.slice(i + 1)) {
      const [planned, real] = shares([one, other]);
      // A pair that is not seen once in 20,000 films still may be seen.
      const allowed = tolerance(Math.max(real, 1 / plans.length));
      assertAlmostEquals(planned, real, allowed, `${one} and ${other}: ${planned}, really ${real}`);
    }
  }
});

Deno.test("planFilms() follows the table of label sets by Pearson's statistic", () => {
  const seen = new Map<string, number>();
  for (const { labels } of plans) {
    const name = labels.findings.join();
    seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  const common = table.filter(({ count }) => count * plans.length / TOTAL >= 20);
  const statistic = common.reduce((sum, { findings, count }) => {
    const expected = count * plans.length / TOTAL;
    return sum + ((seen.get(findings.join()) ?? 0) - expected) ** 2 / expected;
  }, 0);
  // Independent films would give about 1; repeat films, alike in 60 %, up to (1 + .6) / (1 − .6).
  const perSet = statistic / common.length;
  assert(common.length > 50 && perSet < 4, `${perSet} per label set`);
});

Deno.test("planFilms() gives patients several films, most with the findings of the one before", () => {
  const patients = new Set(plans.map(({ patientId }) => patientId));
  assertAlmostEquals(plans.length / patients.size, 3, 0.3);
  const pairs = plans.slice(1).map((plan, i) => [plans[i]!, plan] as const)
    .filter(([before, after]) => before.patientId === after.patientId)
    .filter(([before]) => before.labels.findings.length > 0);
  const kept = pairs.filter(([before, after]) => before.labels === after.labels);
  assertAlmostEquals(kept.length / pairs.length, 0.6, 0.05);
});

Deno.test("planFilms() shares the anatomy among a patient's films, and lets patients age", () => {
  for (const [i, after] of plans.slice(1).entries()) {
    const before = plans[i]!;
    if (before.patientId !== after.patientId) continue;
    assertEquals(after.patient, before.patient);
    assert(after.age === before.age || after.age === before.age + 1);
  }
});
