/**
 * `deno task search`: the films of an index that lie nearest to a film, an indexed film or a code.
 *
 * @module
 */
import { resolve } from "node:path";
import { Command } from "commander";
import { InputError } from "../lib/errors.ts";
import { writeWhole } from "../lib/files.ts";
import { searchPage } from "../lib/report/search_page.ts";
import type { CodeStore } from "../lib/search/code_store.ts";
import { explainMatch, readTargets } from "../lib/search/explain.ts";
import { type FilmEncoder, openFilmEncoder } from "../lib/search/film_encoder.ts";
import { parseFilter } from "../lib/search/filter.ts";
import {
  findFilms,
  type Query,
  queryOfCode,
  queryOfFilm,
  queryOfId,
} from "../lib/search/find_films.ts";
import { HammingIndex } from "../lib/search/hamming_index.ts";
import { imagePath, modelFolder } from "../lib/search/index_folder.ts";
import { knownIds } from "../lib/search/remove_films.ts";
import { occlusionOf, searchReport } from "../lib/search/search_report.ts";
import {
  searchCsv,
  searchJson,
  type SearchResult,
  searchTable,
} from "../lib/search/search_text.ts";
import { colour, print, runCommand, say } from "./command_line.ts";
import { openInBrowser } from "./open_page.ts";

interface SearchFlags {
  readonly query?: string;
  readonly id?: string;
  readonly code?: string;
  readonly top: number;
  readonly radius?: number;
  readonly where?: string;
  readonly ownPatient?: boolean;
  readonly why?: boolean;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly html?: string;
  readonly open?: boolean;
}

const command = new Command("search")
  .description("Finds the films of an index that lie nearest to a film, an indexed film or a code.")
  .argument("<index>", "an index's folder, such as runs/demo/index")
  .option("--query <film>", "a PNG, JPEG or DICOM file")
  .option("--id <id>", "an indexed film; it does not find itself, nor its own patient's films")
  .option("--code <hex>", "a code in hexadecimal digits")
  .option("--top <n>", "the most films to find", wholeNumber("--top", 1), 10)
  .option("--radius <bits>", "the greatest distance", wholeNumber("--radius", 0))
  .option("--where <condition>", 'only films that fit, such as "view=PA AND (Mass OR age>=65)"')
  .option("--own-patient", "with --id: finds other films of its patient too")
  .option("--why", "says which findings the agreeing bits speak of")
  .option("--json", "prints one JSON object")
  .option("--csv", "prints CSV")
  .option("--html <file>", "writes a page with the films")
  .option("--open", "opens the page in the browser; in a temporary file without --html")
  .addHelpText(
    "after",
    `
Examples:
  deno task search runs/demo/index --query film.png --why --open
  deno task search runs/demo/index --id phantom_00012_000 --where "view=PA AND Effusion"
  deno task search runs/demo/index --code 8f3a01c7 --radius 4 --csv > films.csv`,
  )
  .action(async (folder: string, flags: SearchFlags) => {
    if (flags.json && flags.csv) throw new InputError("Cannot print both --json and --csv");
    const store = await HammingIndex.open(folder);
    try {
      const query = await readQuery(folder, store, flags);
      const result = await search(folder, { store, query, flags });
      printResult(result, flags);
      if (flags.html !== undefined || flags.open) await writePage(folder, store, result, flags);
    } finally {
      await store.close();
    }
  });

async function readQuery(
  folder: string,
  store: HammingIndex,
  { query, id, code }: SearchFlags,
): Promise<Query> {
  if ([query, id, code].filter((way) => way !== undefined).length !== 1) {
    throw new InputError("Cannot search: give one of --query FILM, --id ID and --code HEX");
  }
  if (id !== undefined) return await queryOfId(id, store, knownIds(store));
  if (code !== undefined) return queryOfCode(code, store.info.bits);
  return await withEncoder(folder, store, (encoder) => queryOfFilm(query!, encoder));
}

/** Lends the index's encoder, which must be the one that made its codes. */
async function withEncoder<T>(
  folder: string,
  store: CodeStore,
  use: (encoder: FilmEncoder) => Promise<T>,
): Promise<T> {
  const encoder = await openFilmEncoder(modelFolder(folder));
  try {
    if (encoder.model === store.info.model) return await use(encoder);
    throw new InputError(
      `Cannot encode films for the index "${folder}": its encoder is not the one that made its ` +
        "codes; has a file been exchanged? Index the films again",
    );
  } finally {
    await encoder.dispose();
  }
}

async function search(
  folder: string,
  { store, query, flags }: {
    readonly store: CodeStore;
    readonly query: Query;
    readonly flags: SearchFlags;
  },
): Promise<SearchResult> {
  const { top, radius, where, ownPatient = false, why = false } = flags;
  const { info } = store;
  const found = await findFilms(store, query, {
    top,
    ownPatient,
    ...radius === undefined ? {} : { radius },
    ...where === undefined ? {} : { filter: parseFilter(where, info.labelNames) },
  });
  const targets = why ? await readTargets(modelFolder(folder), info.labelNames) : undefined;
  const codes = why ? await store.find(found.map((film) => film.case.id)) : [];
  const films = found.map((film, n) => ({
    ...film,
    case: { ...film.case, image: imagePath(folder, film.case) },
    ...why &&
      { why: explainMatch({ query: query.continuous, code: codes[n]!.code, targets }) },
  }));
  return { query: { ...query, image: imagePath(folder, query) }, info, films };
}

function printResult(result: SearchResult, { json, csv, where, radius }: SearchFlags): void {
  if (json) return print(searchJson(result));
  if (csv) return print(searchCsv(result).trimEnd());
  if (result.films.length > 0) return print(searchTable(result));
  const bounds = [
    ...radius === undefined ? [] : [`within ${radius} bits`],
    ...where === undefined ? [] : [`that fits "${where}"`],
  ];
  say(["No film found", ...bounds].join(" ") + ".");
}

async function writePage(
  folder: string,
  store: HammingIndex,
  result: SearchResult,
  flags: SearchFlags,
): Promise<void> {
  const path = resolve(flags.html ?? await Deno.makeTempFile({ suffix: ".html" }));
  const { image } = result.query;
  const occlusion = flags.why && image !== ""
    ? await withEncoder(folder, store, (encoder) => occlusionOf(image, encoder))
    : undefined;
  const report = await searchReport(result, {
    searched: await store.count(),
    condition: flags.where ?? "",
    onWarning: (message) => say(`${colour("yellow", "note")}: ${message}`),
    ...occlusion && { occlusion },
  });
  await writeWhole(path, await searchPage(report));
  const opened = flags.open && await openInBrowser(path);
  say(`${opened ? "Opened" : "The page"}: ${path}`);
}

/** Reads a whole number from a flag. */
function wholeNumber(flag: string, least: number): (text: string) => number {
  return (text) => {
    if (/^\d+$/.test(text) && Number(text) >= least) return Number(text);
    throw new InputError(`Cannot use ${flag} "${text}": expected a whole number from ${least}`);
  };
}

await runCommand(command);
