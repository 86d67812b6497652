import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { Random } from "../../../lib/base/random.ts";
import { InputError } from "../../../lib/base/errors.ts";
import { IndexSearch } from "../../../lib/search/index_search.ts";
import { searchJson, searchTable } from "../../../lib/search/show/text.ts";
import {
  type CollectionWorth,
  readCollectionWorth,
  renewWorth,
} from "../../../lib/search/worth/collection_worth.ts";
import type { Case } from "../../../lib/store/case.ts";
import { HammingIndex } from "../../../lib/store/memory/hamming_index.ts";
import { inTemporaryFolder } from "../../helpers/folders.ts";

const LABELS = ["Edema", "Effusion", "Mass"];

/** Cases that have edema or an effusion, which their codes tell, and some a mass, which they do not. */
function someCases(random: Random, count: number, from = 0) {
  const cases: Case[] = [];
  const codes = new Uint8Array(4 * count);
  for (let n = 0; n < count; n++) {
    const hasEdema = random.chance(0.3);
    const labels = [hasEdema ? "Edema" : "Effusion", ...random.chance(0.2) ? ["Mass"] : []];
    const id = `${from + n}`;
    cases.push({ id, patient: id, labels, unknown: [], sex: "", age: NaN, view: "", image: "" });
    for (let bit = 0; bit < 32; bit++) {
      if (hasEdema !== random.chance(0.25)) codes[4 * n + (bit >> 3)]! |= 0x80 >> (bit & 7);
    }
  }
  return { cases, codes, ids: cases.map(({ id }) => id) };
}

function anIndex(random: Random, count: number) {
  const index = HammingIndex.empty({ bits: 32, model: "5a".repeat(32), labelNames: LABELS });
  const { cases, codes, ids } = someCases(random, count);
  index.add(cases, codes);
  return { index, ids };
}

Deno.test("an index learns what its distances and its films' neighbours are worth", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index, ids } = anIndex(new Random("worth"), 600);
    await index.save(folder);
    await renewWorth(folder, index, ids.slice(0, 300));
    const worth = (await readCollectionWorth(folder))!;
    assertEquals([worth.films, worth.askers.length], [600, 300]);
    const { any, nearest, steps } = worth.distances;
    assert(nearest.low > any.high && steps[0]!.chance > steps.at(-1)!.chance);
    assertEquals(worth.suggestions.findings.map(({ label, tells }) => [label, tells]), [
      ["Edema", true],
      ["Effusion", true],
      ["Mass", false],
    ]);
    // Three in ten have edema, whose codes are mostly ones.
    const { suggestions } = worth;
    assert(Math.abs(suggestions.findings[0]!.prevalence - 0.3) < 0.06);
  });
});

Deno.test("it is measured anew once the index has grown, by those that asked before as well", async () => {
  await inTemporaryFolder(async (folder) => {
    const random = new Random("grown");
    const { index, ids } = anIndex(random, 400);
    await index.save(folder);
    await renewWorth(folder, index, ids.slice(0, 100));
    let next = 400;
    const grow = async (count: number) => {
      const { cases, codes, ids } = someCases(random, count, next);
      next += count;
      index.add(cases, codes);
      await renewWorth(folder, index, ids);
      const { films, askers } = (await readCollectionWorth(folder)) as CollectionWorth;
      return [films, askers.length];
    };
    assertEquals(await grow(20), [400, 100]);
    assertEquals(await grow(100), [520, 200]);
    index.remove(["0", "1"]);
    assertEquals(await grow(400), [918, 598]);
  });
});

Deno.test("with too few films that may ask, or none whose findings are known, nothing is written", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index, ids } = anIndex(new Random("few"), 100);
    await renewWorth(folder, index, ids.slice(0, 19));
    assertEquals(await readCollectionWorth(folder), undefined);
    const blind = HammingIndex.empty({ ...index.info, labelNames: LABELS });
    const { cases, codes } = someCases(new Random("blind"), 60);
    blind.add(cases.map((one) => ({ ...one, labels: [], unknown: LABELS })), codes);
    await renewWorth(folder, blind, cases.map(({ id }) => id));
    assertEquals(await readCollectionWorth(folder), undefined);
  });
});

Deno.test("a damaged file is named, with what to do", async () => {
  await inTemporaryFolder(async (folder) => {
    for (const text of ["{", '{"format": 1}', '{"format": 2}']) {
      await Deno.writeTextFile(join(folder, "worth.json"), text);
      await assertRejects(() => readCollectionWorth(folder), InputError, "remove this file");
    }
  });
});

Deno.test("a search tells what neighbours suggest, beside how often it occurs", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index, ids } = anIndex(new Random("suggest"), 600);
    await index.save(folder);
    await renewWorth(folder, index, ids.slice(0, 300));
    await using search = new IndexSearch(index, { folder, targets: null, asker: null });
    const tell = async (digits: string) =>
      await search.search(search.queryOfCode(digits), { top: 3 });
    const [ones, noughts] = [await tell("ffffffff"), await tell("00000000")];
    assertEquals(ones.suggested.map(({ label }) => label), ["Edema", "Effusion"]);
    assertEquals(noughts.suggested.map(({ label }) => label), ["Effusion", "Edema"]);
    const { probability, prevalence } = ones.suggested[0]!;
    assert(probability > 0.8 && noughts.suggested[1]!.probability < 0.15);
    assertEquals(prevalence, noughts.suggested[1]!.prevalence);
    assertStringIncludes(
      searchTable(ones),
      `The nearest films suggest (of all films): Edema ${Math.round(100 * probability)} % (`,
    );
    assertEquals(JSON.parse(searchJson(ones)).suggested[0].label, "Edema");
    const strange = { ...search.queryOfCode("ffffffff"), isFamiliar: false };
    assertEquals((await search.search(strange, { top: 3 })).suggested, []);
  });
});
