import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parse } from "csv-parse/sync";
import { join } from "node:path";
import { csvCellText } from "../../lib/base/csv.ts";
import { decodeNpy } from "../../lib/base/npy.ts";
import { parseIdList } from "../../lib/data/tables/id_list.ts";
import { filmsOf, tinyIndex } from "../helpers/tiny_index.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { runHere } from "./in_process.ts";

/** Names that a file may have, and that lines, terminals and spreadsheets stumble over. */
const NAMES = ["a\nb.png", "c\u001b[31m.png", " d .png", "=1+1.png", '"e".png', "f\u2028g.png"];

/** A control character that a terminal would obey. */
// deno-lint-ignore no-control-regex
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028]/;

Deno.test("films of odd names are encoded, indexed and found, a line and a row for each", async (t) => {
  await inTemporaryFolder(async (folder) => {
    const { run, index } = await tinyIndex(folder);
    const images = join(folder, "odd");
    await Deno.mkdir(images);
    const films = await Array.fromAsync(Deno.readDir(join(index, "films")), ({ name }) => name);
    for (const [n, name] of NAMES.entries()) {
      await Deno.copyFile(join(index, "films", films[n]!), join(images, name));
    }
    const cohash = async (...args: string[]) => {
      const { code, stdout, stderr } = await runHere(args);
      assertEquals(code, 0, stderr);
      assert(!CONTROL.test(stderr), JSON.stringify(stderr));
      return stdout;
    };

    await t.step("encode writes an id for each code, which reads back", async () => {
      const out = join(folder, "codes.npy");
      await cohash("encode", run.path, "--images", images, "--out", out, "--quiet");
      const text = await Deno.readTextFile(join(folder, "codes.ids.txt"));
      assertEquals(decodeNpy(await Deno.readFile(out), out).shape[0], NAMES.length);
      assertEquals(text.split("\n").length - 1, NAMES.length);
      assertEquals(parseIdList(text).toSorted(), NAMES.toSorted());
    });

    await t.step("index --faiss does so too", async () => {
      await cohash("index", index, "--add", images, "--quiet");
      await cohash("index", index, "--faiss", join(folder, "codes.faiss"));
      const ids = parseIdList(await Deno.readTextFile(join(folder, "codes.faiss.ids.txt")));
      assertEquals(ids.length, 60 + NAMES.length);
      assertEquals(NAMES.filter((name) => !ids.includes(name)), []);
      const [film] = await filmsOf(index, ["a\nb.png"]);
      assertEquals(film!.case.patient, "unknown: a\nb.png");
    });

    await t.step("search prints no control character, and a row a film", async () => {
      for (const name of NAMES) {
        const table = await cohash("search", index, "--id", name, "--top", "66", "--own-patient");
        assert(!CONTROL.test(table), JSON.stringify(table));
        const [rows] = table.split("\n\n");
        assertEquals(rows!.trimEnd().split("\n").length, 66);
      }
      const table = await cohash("search", index, "--code", "0000", "--top", "66");
      assertStringIncludes(table, "c\\u001b[31m.png");
    });

    await t.step("search --csv starts no formula, and --json is exact", async () => {
      const csv = await cohash("search", index, "--code", "0000", "--top", "66", "--csv");
      const [heads, ...rows] = parse(csv) as string[][];
      const ids = rows.map((row) => row[heads!.indexOf("id")]!);
      assert(ids.includes("'=1+1.png"), csv);
      assert(!CONTROL.test(csv.replaceAll("\r\n", "\n")), csv);
      assertEquals(ids.map(csvCellText).includes("=1+1.png"), true);
      const json = JSON.parse(
        await cohash("search", index, "--code", "0000", "--top", "66", "--json"),
      );
      const found: string[] = json.films.map(({ id }: { readonly id: string }) => id);
      assertEquals(NAMES.filter((name) => !found.includes(name)), []);
    });

    await t.step("a mistake shows no control character either", async () => {
      const { code, stderr } = await runHere(["search", index, "--id", "\u001b[31m"]);
      assertEquals(code, 1);
      assert(!CONTROL.test(stderr), JSON.stringify(stderr));
      assertStringIncludes(stderr, "\\u001b[31m");
    });
  });
});
