import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { publishedFiles, servePackage } from "./packed_copy.ts";

Deno.test("only lib, cli, what they need and what describes them is published", async () => {
  const others = (await publishedFiles()).filter((path) => !/^(lib|cli)\//.test(path));
  assertEquals(others.filter((path) => !path.startsWith("experiments/")).toSorted(), [
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "data/chestxray14_label_sets.csv",
    "deno.json",
  ]);
  const examples = others.filter((path) => path.startsWith("experiments/"));
  assertEquals(examples.filter((path) => !/^experiments\/(ablations|configs)\//.test(path)), []);
});

const SCRIPT = `
import { parseConfig } from "@cohash/cohash";
import { renderPng, tieBand } from "@cohash/cohash/charts";
import { loadDataset } from "@cohash/cohash/data";
import { countCooccurrence } from "@cohash/cohash/graph";
import { HammingIndex } from "@cohash/cohash/store";
import type { Study } from "@cohash/cohash/study";

const films = await loadDataset({ kind: "phantom", films: 24 }, { seed: 0 });
const { labelNames } = countCooccurrence(films.labels, films.split.train);
const { codes } = parseConfig({ data: { kind: "phantom" }, backbone: { kind: "small-resnet" } });
const index = HammingIndex.empty({ bits: codes.bits, labelNames, model: "" });
const film = { id: "1", patient: "", labels: [], unknown: [], sex: "", age: NaN, view: "", image: "" };
index.add([film], new Uint8Array(codes.bits / 8));
const [hit] = await index.search({ code: new Uint8Array(codes.bits / 8), top: 1 });
await index.close();
const scores = { map: 0.6, "map:pessimistic": 0.5, "map:optimistic": 0.7 };
const row = { name: "cohash", scores, intervals: {} };
const picture = await renderPng(tieBand([row]));
const study: Study = { question: "Does it load?", baseline: "yes", rows: [] };
console.log(JSON.stringify([labelNames.length, hit?.case.id, picture.length > 0, study.baseline]));
`;

Deno.test("a script elsewhere type-checks and runs with the package as it is published", async () => {
  await using served = await servePackage();
  const folder = await Deno.makeTempDir({ prefix: "cohash-user-" });
  try {
    const config = { imports: served.imports, nodeModulesDir: "none", lock: false };
    await Deno.writeTextFile(join(folder, "deno.json"), JSON.stringify(config));
    await Deno.writeTextFile(join(folder, "script.ts"), SCRIPT);
    await Deno.writeTextFile(join(folder, "in_memory.ts"), await scriptOfDocs());
    await runDeno(folder, ["check", "--allow-import", "script.ts", "in_memory.ts"]);
    const printed = await runDeno(folder, ["run", "-A", "script.ts"]);
    assertEquals(JSON.parse(printed), [14, "1", true, "yes"]);
    const lines = await runDeno(folder, ["run", "-A", "--deny-write", "in_memory.ts"]);
    const map = (name: string) => Number(RegExp(`^${name}: mAP (.*)$`, "m").exec(lines)?.[1]);
    assert(map("cohash") > map("lsh") && map("lsh") > map("random"), lines);
    assert(lines.includes("film 0, 0 bits away: Atelectasis"), lines);
    const program = served.imports["@cohash/cohash/cli"]!;
    const studies = await runDeno(folder, ["run", "-A", program, "ablate"]);
    assertEquals(studies, "");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** The program of docs/library.md. */
async function scriptOfDocs(): Promise<string> {
  const page = await Deno.readTextFile(new URL("../../docs/library.md", import.meta.url));
  return /^```ts\n(.*?)^```$/ms.exec(page)![1]!;
}

/** What Deno prints; modules are kept in the folder, packages of npm where they always are. */
async function runDeno(folder: string, args: readonly string[]): Promise<string> {
  const env = { NO_COLOR: "1", DENO_DIR: join(folder, "cache") };
  await Deno.mkdir(env.DENO_DIR, { recursive: true });
  await Deno.symlink(await npmCache(), join(env.DENO_DIR, "npm")).catch(() => {});
  const command = new Deno.Command(Deno.execPath(), { args: [...args], cwd: folder, env });
  const { success, stdout, stderr } = await command.output();
  if (success) return new TextDecoder().decode(stdout);
  throw new Error(new TextDecoder().decode(stderr));
}

async function npmCache(): Promise<string> {
  const command = new Deno.Command(Deno.execPath(), { args: ["info", "--json"] });
  const { stdout } = await command.output();
  return JSON.parse(new TextDecoder().decode(stdout)).npmCache;
}
