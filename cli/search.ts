/**
 * `cohash search`: the films of an index that lie nearest to a film, an indexed film or a code.
 *
 * @module
 */
import { resolve } from "node:path";
import { Command } from "commander";
import { InputError } from "../lib/base/errors.ts";
import { exists, writeWhole } from "../lib/base/files.ts";
import { searchPage } from "../lib/search/show/page.ts";
import type { Case } from "../lib/store/case.ts";
import type { CodeStore } from "../lib/store/code_store.ts";
import { explainMatch } from "../lib/search/explain/explain.ts";
import { openIndexEncoder, readIndexTargets } from "../lib/search/index_encoder.ts";
import type { Encoder } from "../lib/run/encoder.ts";
import { identityOf, readEncoder } from "../lib/run/encoder_files.ts";
import { parseFilter } from "../lib/store/filter/filter_parser.ts";
import {
  findFilms,
  type FoundFilm,
  type Query,
  queryOfCode,
  queryOfFilm,
  queryOfId,
} from "../lib/search/find_films.ts";
import { HammingIndex } from "../lib/store/memory/hamming_index.ts";
import { encoderFolder, imagePath } from "../lib/search/indexing/index_folder.ts";
import { openStore } from "../lib/store/open_store.ts";
import { isServerUrl } from "../lib/store/postgres/server_url.ts";
import { knownIds } from "../lib/search/indexing/remove_films.ts";
import { occlusionOf, searchReport } from "../lib/search/show/report.ts";
import { searchCsv, searchJson, type SearchResult, searchTable } from "../lib/search/show/text.ts";
import { colour, examples, print, say, wholeNumber } from "./command_line.ts";
import { openInBrowser } from "./open_page.ts";

interface SearchFlags {
  readonly index?: string;
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

/** The command and its options. */
export function command(): Command {
  return new Command("search")
    .description(
      "Finds the films of an index that lie nearest to a film, an indexed film or a code.",
    )
    .argument("[index]", "an index's folder, such as runs/demo/index")
    .option(
      "--index <address>",
      "searches in the database postgres://user@host/database, see " +
        "cohash push; the folder then serves to encode films and to explain",
    )
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
      examples(
        "cohash search runs/demo/index --query film.png --why --open",
        'cohash search runs/demo/index --id phantom_00012_000 --where "view=PA AND Effusion"',
        "cohash search runs/demo/index --code 8f3a01c7 --radius 4 --csv > films.csv",
      ),
    )
    .action(async (place: string | undefined, flags: SearchFlags) => {
      if (flags.json && flags.csv) throw new InputError("Cannot print both --json and --csv");
      const index = await openIndex(place, flags);
      try {
        const result = await search(index, await readQuery(index, flags), flags);
        printResult(result, flags);
        if (flags.html !== undefined || flags.open) await writePage(index, result, flags);
      } finally {
        await index.store.close();
      }
    });
}

/** Where is searched. */
interface SearchedIndex {
  readonly store: CodeStore;
  /** The index's folder, which has its encoder; a database alone has none. */
  readonly folder: string | undefined;
}

async function openIndex(
  place: string | undefined,
  { index: address }: SearchFlags,
): Promise<SearchedIndex> {
  const onRetry = warn;
  if (address === undefined) {
    if (place === undefined) throw new InputError("Cannot search: give the folder of an index");
    const folder = isServerUrl(place) ? undefined : place;
    return { store: await openStore(place, { onRetry }), folder };
  }
  const expected = place === undefined
    ? {}
    : { model: identityOf(await readEncoder(await encoderFolder(place))) };
  return { store: await openStore(address, { onRetry, expected }), folder: place };
}

async function readQuery(index: SearchedIndex, flags: SearchFlags): Promise<Query> {
  const { query, id, code } = flags;
  if ([query, id, code].filter((way) => way !== undefined).length !== 1) {
    throw new InputError("Cannot search: give one of --query FILM, --id ID and --code HEX");
  }
  const { store } = index;
  if (id !== undefined) return await queryOfId(id, store);
  if (code !== undefined) return queryOfCode(code, store.info.bits);
  return await withEncoder(index, (encoder) => queryOfFilm(query!, encoder));
}

/** Lends the index's encoder, which must be the one that made its codes. */
async function withEncoder<T>(
  { store, folder }: SearchedIndex,
  use: (encoder: Encoder) => Promise<T>,
): Promise<T> {
  const place = folderOf(folder, "encode films");
  await using encoder = await openIndexEncoder(place, store.info);
  return await use(encoder);
}

function folderOf(folder: string | undefined, purpose: string): string {
  if (folder !== undefined) return folder;
  throw new InputError(
    `Cannot ${purpose}: a database has no encoder; give the index's folder too, as in ` +
      "cohash search FOLDER --index postgres://…",
  );
}

async function search(
  { store, folder }: SearchedIndex,
  query: Query,
  { top, radius, where, ownPatient = false, why = false }: SearchFlags,
): Promise<SearchResult> {
  const { info } = store;
  const found = await findFilms(store, query, {
    top,
    ownPatient,
    ...radius === undefined ? {} : { radius },
    ...where === undefined ? {} : { filter: parseFilter(where, info.labelNames) },
  });
  const image = (film: Pick<Case, "image">) =>
    folder === undefined ? film.image : imagePath(folder, film);
  const films = found.map((film) => ({ ...film, case: { ...film.case, image: image(film.case) } }));
  const result = { query: { ...query, image: image(query) }, info, films };
  if (!why) return result;
  const targets = await readIndexTargets(folderOf(folder, "explain"));
  const stored = await store.find(films.map((film) => film.case.id));
  const explain = (film: FoundFilm, n: number) => {
    const { code } = stored[n]!;
    return { ...film, why: explainMatch({ query: query.continuous, code, targets }) };
  };
  return { ...result, films: films.map(explain) };
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
  index: SearchedIndex,
  result: SearchResult,
  { html, open, why, where = "" }: SearchFlags,
): Promise<void> {
  const path = resolve(html ?? await Deno.makeTempFile({ suffix: ".html" }));
  const { image } = result.query;
  const occlusion = why && image !== "" && await exists(image)
    ? await withEncoder(index, (encoder) => occlusionOf(image, encoder))
    : undefined;
  const report = await searchReport(result, {
    searched: await index.store.count(),
    condition: where,
    onWarning: warn,
    ...occlusion && { occlusion },
  });
  await writeWhole(path, await searchPage(report));
  const opened = open && await openInBrowser(path);
  say(`${opened ? "Opened" : "The page"}: ${path}`);
}

function warn(message: string): void {
  say(`${colour("yellow", "note")}: ${message}`);
}
