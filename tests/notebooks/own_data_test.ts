/**
 * Runs every notebook with films of one's own, as its cells tagged `own-data` say.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { basename, join } from "node:path";
import { readText } from "../../lib/base/files.ts";
import { executeNotebook } from "../../tools/notebooks/execute.ts";
import { findNotebooks } from "../../tools/notebooks/find.ts";
import { type Notebook, readNotebook } from "../../tools/notebooks/notebook.ts";
import { hasOwnData, withOwnData } from "../../tools/notebooks/own_data.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { testWithSharedData } from "../helpers/shared_data.ts";

/** Where the notebooks say that one's own data lies. */
const FOLDER = '"/data/';

/** So many films are scored by a network, and so many are there as images; half show a finding. */
const SCORED_FILMS = 800;
const DRAWN_FILMS = 400;

const FILES = [
  "nih/Data_Entry_2017_v2020.csv.gz",
  "nih1000/images",
  "chexnet_probs/probabilities.csv.gz",
];

/** Little enough of the real data that a notebook is through in seconds. */
async function copyData([metadata, images, probabilities]: readonly string[], to: string) {
  const scored = (await readText(probabilities!, "the probabilities")).split("\n")
    .slice(0, SCORED_FILMS);
  const drawn = await Array.fromAsync(Deno.readDir(images!), ({ name }) => name);
  const wanted = new Set([...scored.map(idOf), ...drawn.sort().slice(0, DRAWN_FILMS)]);
  const films = (await readText(metadata!, "the metadata")).split("\n");
  const rows = films.filter((line, n) => n === 0 || wanted.has(idOf(line)));
  await Deno.writeTextFile(join(to, "probabilities.csv"), scored.join("\n"));
  await Deno.writeTextFile(join(to, "Data_Entry_2017_v2020.csv"), rows.join("\n"));
  await Deno.symlink(images!, join(to, "images"));
}

/** The film of a line of a table. */
const idOf = (line: string) => line.slice(0, line.indexOf(","));

function withDataIn(folder: string, notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) =>
    cell.kind === "code" ? { ...cell, source: cell.source.replaceAll(FOLDER, `"${folder}/`) } : cell
  );
  return { ...notebook, cells };
}

for (const path of await findNotebooks()) {
  testWithSharedData(`${basename(path)} runs with films of one's own`, FILES, async (data) => {
    const notebook = await readNotebook(path);
    assertEquals(hasOwnData(notebook), true);
    await inTemporaryFolder(async (folder) => {
      await copyData(data, folder);
      const { error } = await executeNotebook(withDataIn(folder, withOwnData(notebook)), path);
      assertEquals(error, undefined);
    });
  });
}
