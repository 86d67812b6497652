import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { decodeNpy } from "../../../lib/base/npy.ts";
import type { RunReport } from "../../../lib/report/mod.ts";
import { loadFilms } from "../../../lib/run/films.ts";
import { reportOf } from "../../../lib/report/run/content.ts";
import { inTemporaryFolder } from "../../helpers/folders.ts";
import { runIn, tinyConfig } from "../../helpers/tiny_run.ts";

/** The reports of a tiny run, alone and beside OrthoHash, with its films and codes. */
async function withReports(
  body: (reports: { alone: RunReport; both: RunReport }, films: Films) => void,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const config = await tinyConfig(folder);
    const peerConfig = await tinyConfig(folder, {
      targets: { kind: "hadamard" },
      loss: { epsilon: 0, prior: 0 },
    });
    const own = { config, ...await runIn(join(folder, "own"), config) };
    const peer = { config: peerConfig, ...await runIn(join(folder, "peer"), peerConfig) };
    const dataset = await loadFilms(config);
    const title = "a report";
    const alone = await reportOf(own, dataset, { title });
    const both = await reportOf(own, dataset, { title, others: [peer] });
    const codesOf = async (part: "database" | "query") => {
      const { data } = decodeNpy(await Deno.readFile(own.folder.file(`${part}/codes.npy`)), part);
      return new Map(Array.from(dataset.split[part], (row, n) => [
        dataset.ids[row]!,
        Array.from(data.subarray(2 * n, 2 * n + 2), Number),
      ]));
    };
    const patients = new Map(dataset.ids.map((id, row) => [id, dataset.patients[row]!]));
    const codes = { database: await codesOf("database"), query: await codesOf("query") };
    body({ alone, both }, { patients, ...codes });
  });
}

/** By film id. */
interface Films {
  readonly patients: ReadonlyMap<string, string>;
  /** Codes of two bytes. */
  readonly database: ReadonlyMap<string, readonly number[]>;
  readonly query: ReadonlyMap<string, readonly number[]>;
}

Deno.test("reportOf() describes a run, and puts other runs before the controls", async () => {
  await withReports(({ alone, both }) => {
    const asked = (name: string) => [name, `${name} · target`, `${name} · expected`];
    const controls = ["lsh", "random", "hub"];
    assertEquals(alone.rows.map(({ name }) => name), [...asked("cohash"), ...controls]);
    const names = [...asked("cohash"), ...asked("orthohash"), ...controls];
    assertEquals(both.rows.map(({ name }) => name), names);
    assertEquals(both.featured, "cohash");
    assertEquals(both.curves?.map(({ name }) => name), ["cohash", "orthohash"]);
    assertEquals(both.precisionRecall?.map(({ name }) => name), [
      "cohash",
      "cohash · target",
      "orthohash",
      "orthohash · target",
      "lsh",
    ]);
    for (const { epochs, bestEpoch } of both.curves ?? []) {
      assertEquals(epochs.map(({ epoch }) => epoch), [1, 2, 3, 4]);
      const score = ({ validation }: typeof epochs[number]) =>
        validation?.["ndcg@100:jaccard"] ?? -1;
      assertEquals(score(epochs[bestEpoch! - 1]!), Math.max(...epochs.map(score)));
    }
    assertEquals(both.labelGraph?.tau, 0.1);
    assertEquals(both.targetHistory?.epochs.length, 4);
    // 48 queries against 192 films, no patient being on both sides.
    const { relevant, irrelevant } = both.distances!;
    assertEquals([...relevant, ...irrelevant].reduce((sum, count) => sum + count), 48 * 192);
    const distances = both.targetDistances!.distances;
    assertEquals(both.targetDistances!.labelNames.length, 6);
    distances.forEach((row, a) =>
      row.forEach((distance, b) => {
        assertEquals(distance, distances[b]![a]);
        assert(a === b ? distance === 0 : distance > 0 && distance <= 16);
      })
    );
  });
});

Deno.test("reportOf() tells runs of one method apart by their folders", async () => {
  await inTemporaryFolder(async (folder) => {
    const prior = { path: join(folder, "reports.csv") };
    await Deno.writeTextFile(prior.path, "labels,films\nEffusion|Mass,4\nMass,1\n");
    const config = await tinyConfig(folder, { train: { epochs: 1 }, graph: { prior } });
    const dataset = await loadFilms(config);
    const run = { config, ...await runIn(join(folder, "first"), config) };
    const twin = { config, ...await runIn(join(folder, "second"), config) };
    const lshConfig = await tinyConfig(folder, { method: "lsh" });
    const lsh = { config: lshConfig, ...await runIn(join(folder, "third"), lshConfig) };
    const { rows, featured, curves, targetHistory, labelGraph } = await reportOf(run, dataset, {
      title: "a report",
      others: [twin, lsh],
    });
    const names = ["cohash (first)", "cohash (second)", "lsh"];
    const asked = names.flatMap((name) => [name, `${name} · target`, `${name} · expected`]);
    assertEquals(rows.map(({ name }) => name), [...asked, "random", "hub"]);
    assertEquals(featured, "cohash (first)");
    assertEquals(curves?.map(({ name }) => name), names);
    // The graph is that of the table.
    assertEquals(labelGraph?.cooccurrence.positiveFilms, 5);
    // After one epoch there is no way to go.
    assertEquals(targetHistory, undefined);
    const alone = await reportOf(lsh, dataset, { title: "a report" });
    assertEquals([alone.labelGraph, alone.targetHistory], [undefined, undefined]);
  });
});

Deno.test("reportOf() shows queries with findings and their nearest films of other patients", async () => {
  await withReports(({ alone }, films) => {
    const { patients } = films;
    const gallery = alone.gallery ?? [];
    assertEquals(gallery.length, 6);
    assertEquals(new Set(gallery.map(({ query }) => patients.get(query.id))).size, 6);
    for (const { query, neighbours } of gallery) {
      assert(query.findings.length >= 2, `${query.id} has ${query.findings}`);
      assertEquals(neighbours.length, 6);
      const code = films.query.get(query.id)!;
      const all = Array.from(films.database.values(), (other) => bitsBetween(code, other));
      const nearest = all.sort((a, b) => a - b).slice(0, 6);
      assertEquals(neighbours.map(({ distance }) => distance), nearest);
      for (const { id, distance } of neighbours) {
        assert(patients.get(id) !== patients.get(query.id));
        assertEquals(distance, bitsBetween(code, films.database.get(id)!));
      }
    }
  });
});

function bitsBetween(a: readonly number[], b: readonly number[]): number {
  return a.map((byte, i) => (byte ^ b[i]!).toString(2).replaceAll("0", "").length)
    .reduce((sum, bits) => sum + bits, 0);
}
