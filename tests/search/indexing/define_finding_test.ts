import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { join } from "node:path";
import { toFixed } from "../../../lib/asking/expected_relevance.ts";
import { InputError } from "../../../lib/base/errors.ts";
import { exists } from "../../../lib/base/files.ts";
import { packCodes } from "../../../lib/codes/pack.ts";
import { graphDirection } from "../../../lib/graph/finding_query.ts";
import { readAsker } from "../../../lib/run/encoder_files.ts";
import { probabilitiesOf } from "../../../lib/search/defined_findings.ts";
import { IndexSearch } from "../../../lib/search/index_search.ts";
import {
  definedFindings,
  defineFinding,
  parseProbabilities,
  removeFinding,
} from "../../../lib/search/indexing/define_finding.ts";
import { everyCase } from "../../../lib/store/every_case.ts";
import { inTemporaryFolder } from "../../helpers/folders.ts";
import { asOfEarlierCohash, tinyIndex } from "../../helpers/tiny_index.ts";

const like = (text: string) => ({ kind: "like", text }) as const;
const pneumonitis = { name: "Pneumonitis", source: like("Effusion:.6,Edema:.3") };

Deno.test("parseProbabilities() reads names in any spelling, and in quotes", () => {
  const labels = ["Edema", "Cyst, old", "Pleural_Thickening"];
  assertEquals(parseProbabilities('"cyst, old":1, pleural thickening:.5', labels), [0, 1, 0.5]);
});

Deno.test("parseProbabilities() refuses what is no list of probabilities", () => {
  const cases = [
    ["Effusions:.6", 'did you mean "Effusion"?'],
    ["Effusion", "has no probability"],
    ["Effusion:1.1", "expected a probability"],
    ["Effusion:-.1", "expected a probability"],
    ["Effusion:", "expected a probability"],
    ["Effusion:.1,effusion:.2", "comes twice"],
    ["", 'expected "Effusion:.6'],
  ] as const;
  for (const [text, message] of cases) {
    assertThrows(() => parseProbabilities(text, ["Edema", "Effusion"]), InputError, message);
  }
});

Deno.test("a defined finding ranks cases as Σ p(j | b)·P(finding | j), and by its graph code", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    const finding = await defineFinding(index, pneumonitis);
    const asker = (await readAsker(join(index, "encoder")))!;
    const probabilities = probabilitiesOf(finding, asker.card.labels);
    assertEquals(asker.card.over, "labels");
    await using search = await IndexSearch.open({ place: index });
    const query = await search.queryOfFindings("pneumonitis");
    const { films } = await search.search(query, { top: 60 });
    const stored = await Array.fromAsync(everyCase(search.store));
    const expected = new Map(stored.map(({ case: { id }, code }) => {
      const [p] = [...asker.posteriors(code)];
      return [id, p!.reduce((sum, share, j) => sum + share * probabilities[j]! / 0.6, 0)];
    }));
    assertEquals(films.length, 60);
    for (const { case: { id }, expected: found } of films) {
      // Of 14 products each, rounded to 15 bits.
      assert(Math.abs(found!.relevance - expected.get(id)!) < 1e-3, id);
      assertEquals(found!.chance, null);
    }
    assertEquals(query.weights, toFixed(probabilities.map((p) => p / 0.6)));
    const direction = graphDirection(probabilities, asker.vectors);
    assertEquals(query.code, packCodes(Float32Array.from(direction), 16));
    const { asked } = await search.search(query, { top: 3, ask: "target" });
    assertEquals(asked, { kind: "code" });
    const both = await search.queryOfFindings("Mass, not Pneumonitis");
    assertEquals((await search.search(both, { top: 3 })).films.length, 3);
  });
});

Deno.test("defineFinding() replaces a definition with a note, and removeFinding() takes it out", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    const notes: string[] = [];
    const onNote = (note: string) => notes.push(note);
    await defineFinding(index, { ...pneumonitis, onNote });
    await defineFinding(index, { name: "Cyst", source: like("Mass:1"), onNote });
    assertEquals(notes, []);
    await defineFinding(index, { name: "pneumonitis", source: like("Edema:.5"), onNote });
    assertEquals(notes, ['"pneumonitis" was defined before; it is replaced']);
    assertEquals((await definedFindings(index)).map(({ name }) => name), ["Cyst", "pneumonitis"]);
    await assertRejects(() => removeFinding(index, "Cysts"), InputError, 'did you mean "Cyst"?');
    await removeFinding(index, "Cyst");
    await removeFinding(index, "Pneumonitis");
    assertEquals(await definedFindings(index), []);
    assertEquals(await exists(join(index, "encoder", "findings.json")), false);
  });
});

Deno.test("defineFinding() counts in a table, and says what it and the index do not share", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    const path = join(folder, "reports.csv");
    const rows = ["effusion|Pneumonitis,3", "effusion,1", "Edema,2", "Rib notching,2"];
    await Deno.writeTextFile(path, `labels,count\n${rows.join("\n")}\n`);
    const notes: string[] = [];
    const onNote = (note: string) => notes.push(note);
    const source = { kind: "table", path } as const;
    const { probabilities } = await defineFinding(index, { name: "Pneumonitis", source, onNote });
    const { Effusion, Edema, Mass } = probabilities;
    assertEquals([Effusion, Edema, Mass], [3 / 4, 0, 3 / 8]);
    assert(notes[0]!.includes('"Rib notching"') && notes[0]!.includes("passed over"), notes[0]);
    assert(notes[1]!.includes('says nothing of "') && notes[1]!.includes('"Mass"'), notes[1]);
    await assertRejects(
      () => defineFinding(index, { name: "Pneumonits", source }),
      InputError,
      'it has no such finding (did you mean "Pneumonitis"?)',
    );
    await Deno.writeTextFile(path, "labels,count\nCyst|Pneumonitis,3\nCyst,1\n");
    await assertRejects(
      () => defineFinding(index, { name: "Pneumonitis", source }),
      InputError,
      "it has none of the findings",
    );
  });
});

Deno.test("defineFinding() refuses what it cannot define, and changes nothing then", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    const cases = [
      ["pleural thickening", "Effusion:.6", 'the encoder was trained on "Pleural_Thickening"'],
      ["no finding", "Effusion:.6", "choose another name"],
      [" ", "Effusion:.6", "expected a name"],
      ["Cyst", "Effusion:0", "tells no film from another"],
    ] as const;
    for (const [name, text, message] of cases) {
      const define = () => defineFinding(index, { name, source: like(text) });
      await assertRejects(define, InputError, message);
    }
    assertEquals(await definedFindings(index), []);
    await asOfEarlierCohash(index);
    await assertRejects(() => defineFinding(index, pneumonitis), InputError, "an earlier cohash");
    assertEquals(await definedFindings(index), []);
  });
});

Deno.test("a damaged findings.json is named, and is not lost", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    const path = join(index, "encoder", "findings.json");
    const withFinding = (probabilities: Record<string, number>, format = 1) =>
      JSON.stringify({ format, findings: [{ name: "Cyst", probabilities }] });
    const cases = [
      ["{", "remove this file and define them anew"],
      [withFinding({ Mass: 2 }), "probabilities"],
      [withFinding({ Mass: 1 }, 2), "format"],
      [withFinding({ Masses: 1 }), 'which the encoder lacks (did you mean "Mass"?)'],
    ] as const;
    await using search = await IndexSearch.open({ place: index });
    for (const [text, message] of cases) {
      await Deno.writeTextFile(path, text);
      await assertRejects(() => search.queryOfFindings("Mass"), InputError, message);
      await assertRejects(() => defineFinding(index, pneumonitis), InputError, message);
      assertEquals(await Deno.readTextFile(path), text);
    }
  });
});
