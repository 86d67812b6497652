/**
 * Follows the recipes of the architecture page in a copy of the repository.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { dirname, join } from "node:path";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { readRepositoryFile, ROOT } from "./markdown.ts";

/** What a recipe changes beside its own file: the list that it adds a name to. */
interface Recipe {
  /** The file that the page shows. */
  readonly file: string;
  /** What it exports, and the list is to hold. */
  readonly name: string;
  /** The module with the list. */
  readonly registry: string;
  readonly list: string;
}

const RECIPES: readonly Recipe[] = [
  {
    file: "lib/data/readers/ward.ts",
    name: "ward",
    registry: "lib/data/readers/mod.ts",
    list: "READERS",
  },
  {
    file: "lib/data/layouts/vindr_pcxr.ts",
    name: "vindrPcxr",
    registry: "lib/data/layouts/registry.ts",
    list: "LAYOUTS",
  },
  {
    file: "lib/methods/dsh.ts",
    name: "dsh",
    registry: "lib/methods/registry.ts",
    list: "METHODS",
  },
  {
    file: "lib/metrics/scores/mrr.ts",
    name: "mrrFamily",
    registry: "lib/metrics/scores/registry.ts",
    list: "SCORE_FAMILIES",
  },
];

/** Copies what the recipes work on; packages are shared. */
async function copyRepository(to: string): Promise<void> {
  const { success } = await new Deno.Command("cp", {
    args: ["-r", "lib", "cli", "experiments", "data", "tools", "deno.json", "deno.lock", to],
    cwd: ROOT,
  }).output();
  assertEquals(success, true);
  await Deno.symlink(join(ROOT, "node_modules"), join(to, "node_modules"));
}

/** Writes the file that the page shows, and the line that it asks for. */
async function follow(page: string, { file, name, registry, list }: Recipe, to: string) {
  const block = page.split("```ts ignore\n").map((rest) => rest.split("```")[0]!)
    .find((code) => code.startsWith(`// ${file}\n`))!;
  await Deno.writeTextFile(join(to, file), block);
  const text = await Deno.readTextFile(join(to, registry));
  const opening = new RegExp(`(export const ${list}\\b[^=]*= [[{])`);
  const imported = `import { ${name} } from "./${file.slice(dirname(registry).length + 1)}";\n`;
  const changed = text.replace(opening, `$1${name}, `);
  assertEquals(changed === text, false, `${registry} has no list ${list}`);
  await Deno.writeTextFile(join(to, registry), imported + changed);
}

/** Runs Deno in the copy and gives what it printed. */
async function deno(args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
  const [out, error] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assertEquals(code, 0, `${args.join(" ")}: ${error}`);
  return out!;
}

Deno.test("the recipes of the architecture page work as they stand", async () => {
  const page = await readRepositoryFile("docs/architecture.md");
  await inTemporaryFolder(async (folder) => {
    await copyRepository(folder);
    for (const recipe of RECIPES) await follow(page, recipe, folder);
    await deno(["task", "reference"], folder);
    await deno(["check", ...RECIPES.map(({ file }) => file), "cli/cohash.ts"], folder);
    const script = `
      import { parseConfig } from "./lib/config/config_file.ts";
      import { knownLayout } from "./lib/data/layouts/read_labels.ts";
      const { data } = parseConfig({
        data: { kind: "ward", images: "films", metadata: "table.csv" },
        backbone: { kind: "small-resnet" },
      });
      console.log(data.kind, "imageSize" in data && data.imageSize);
      const table = { name: "t.csv", header: ["image_id", "rad_ID", "Bronchiolitis"], rows: [] };
      console.log(knownLayout(table));
    `;
    await Deno.writeTextFile(join(folder, "use.ts"), script);
    assertEquals(await deno(["run", "-A", "--no-check", "use.ts"], folder), "ward 64\nvindrPcxr\n");
    const settings = [
      "method=dsh",
      "peers.dsh.alpha=0.1",
      "data.films=60",
      "train.epochs=1",
      "train.selectBy=mrr",
      'evaluation.scores=["mrr@10","map"]',
      "evaluation.resamples=10",
    ].flatMap((change) => ["--set", change]);
    const table = await deno(
      ["run", "-A", "cli/cohash.ts", "train", "phantom", ...settings, "--quiet"],
      folder,
    );
    assertStringIncludes(table, "dsh");
    assertStringIncludes(table, "MRR@10");
  });
});
