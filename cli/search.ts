/**
 * `cohash search`: the films of an index that are most like a film, an indexed film or a code.
 *
 * @module
 */
import { resolve } from "node:path";
import { Command, Option } from "commander";
import { InputError } from "../lib/base/errors.ts";
import { exists, writeWhole } from "../lib/base/files.ts";
import { RECORD_RATES, SHOWN_BY, type ShownBy } from "../lib/asking/recorded.ts";
import { type Ask, ASKS, type ShownByOptions } from "../lib/search/ask.ts";
import { formatCount } from "../lib/charts/words.ts";
import { caseOfId, type Query } from "../lib/search/find_films.ts";
import { IndexSearch, type SearchResult } from "../lib/search/index_search.ts";
import { queryOfStudy, refinedQuery } from "../lib/search/refine.ts";
import { warningText } from "../lib/search/worth/warnings.ts";
import { searchCsv, searchJson, searchTable } from "../lib/search/show/text.ts";
import { colour, examples, print, say, share, wholeNumber } from "./command_line.ts";
import { openInBrowser } from "./open_page.ts";

interface SearchFlags {
  readonly index?: string;
  readonly query?: readonly string[];
  readonly id?: readonly string[];
  readonly code?: string;
  readonly finding?: string;
  readonly like: readonly string[];
  readonly unlike: readonly string[];
  readonly ask?: Ask;
  readonly labels?: ShownBy;
  readonly missing?: number;
  readonly wrong?: number;
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
      "Finds the films of an index that are most like a film, an indexed film or a code.",
    )
    .argument("[index]", "an index's folder, such as runs/demo/index")
    .option(
      "--index <address>",
      "searches in the database postgres://user@host/database, see " +
        "cohash push; the folder then serves to encode films and to explain",
    )
    .option(
      "--query <film>",
      "a PNG, JPEG or DICOM file; given again: a study of several films, which ask as one",
      several,
    )
    .option(
      "--id <id>",
      "an indexed film, or several of a study; they do not find themselves, nor films of their patient",
      several,
    )
    .option("--code <hex>", "a code in hexadecimal digits")
    .addOption(
      new Option(
        "--ask <way>",
        'how: by its "code", by the "target" of its most probable finding, or by "expected" ' +
          'relevance (default: "expected", where the index knows how and there is no --radius)',
      ).choices(ASKS),
    )
    .addOption(
      new Option(
        "--labels <by>",
        'with expected relevance: films are taken to show what their "code" tells, what is ' +
          '"recorded" of them, or what "both" say together (default: "code")',
      ).choices(SHOWN_BY),
    )
    .option(
      "--missing <share>",
      `with --labels both: findings that records lack (default: ${RECORD_RATES.missing})`,
      share("--missing"),
    )
    .option(
      "--wrong <share>",
      `with --labels both: absent findings that records name (default: ${RECORD_RATES.wrong})`,
      share("--wrong"),
    )
    .option("--finding <names>", 'findings, such as "Effusion AND Edema, not Pneumothorax"')
    .option(
      "--like <id>",
      "draws the query towards this indexed film; may be given again",
      several,
      [],
    )
    .option("--unlike <id>", "draws the query away from this indexed film; likewise", several, [])
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
        'cohash search runs/demo/index --finding "Effusion, not Edema"',
        "cohash search runs/demo/index --query frontal.dcm --query lateral.dcm",
        "cohash search runs/demo/index --query film.png --like phantom_00012_000",
        "cohash search runs/demo/index --query film.png --labels both --missing 0.3",
        "cohash search runs/demo/index --code 8f3a01c7 --radius 4 --csv > films.csv",
      ),
    )
    .action(async (place: string | undefined, flags: SearchFlags) => {
      if (flags.json && flags.csv) throw new InputError("Cannot print both --json and --csv");
      await using index = await IndexSearch.open({ place, database: flags.index, onRetry: warn });
      const result = await search(index, flags);
      for (const note of result.query.notes ?? []) warn(note);
      for (const warning of result.warnings) {
        say(colour("red", "warning"), `: ${warningText(warning)}`);
      }
      printResult(result, flags);
      if (flags.html !== undefined || flags.open) await writePage(index, result, flags);
    });
}

/** An option that may be given again: all its values. */
function several(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

async function readQuery(index: IndexSearch, flags: SearchFlags): Promise<Query> {
  const { query, id, code, finding } = flags;
  if ([query, id, code, finding].filter((way) => way !== undefined).length !== 1) {
    throw new InputError(
      "Cannot search: give one of --query FILM, --id ID, --code HEX and --finding NAMES",
    );
  }
  if (finding !== undefined) return await index.queryOfFindings(finding);
  if (code !== undefined) return index.queryOfCode(code);
  const films = [];
  for (const film of query ?? []) films.push(await index.queryOfFile(film));
  for (const film of id ?? []) films.push(await index.queryOfId(film));
  return queryOfStudy(films);
}

/** The query, drawn towards and away from what is said to be like it and not. */
async function refine(index: IndexSearch, query: Query, flags: SearchFlags): Promise<Query> {
  const cases = (ids: readonly string[]) => Promise.all(ids.map((id) => caseOfId(id, index.store)));
  return refinedQuery(query, {
    liked: await cases(flags.like),
    disliked: await cases(flags.unlike),
  });
}

async function search(index: IndexSearch, flags: SearchFlags): Promise<SearchResult> {
  const { ask, top, radius, where, ownPatient, why } = flags;
  const query = await refine(index, await readQuery(index, flags), flags);
  const filter = where === undefined ? undefined : index.filter(where);
  return await index.search(query, {
    ask,
    labels: shownBy(flags),
    onPartial: (scored) =>
      warn(
        `the database scored the ${
          formatCount(scored)
        } films with the nearest codes; others may be ` +
          "as relevant",
      ),
    top,
    radius,
    filter,
    ownPatient: ownPatient ?? false,
    why: why ?? false,
  });
}

/** By what films are taken to show something; undefined where nothing is said of it. */
function shownBy({ labels, missing, wrong }: SearchFlags): ShownByOptions | undefined {
  if (labels === "both") {
    return {
      kind: labels,
      missing: missing ?? RECORD_RATES.missing,
      wrong: wrong ?? RECORD_RATES.wrong,
    };
  }
  if (missing !== undefined || wrong !== undefined) {
    throw new InputError("Cannot use --missing and --wrong without --labels both");
  }
  return labels && { kind: labels };
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
  index: IndexSearch,
  result: SearchResult,
  { html, open, why, where = "" }: SearchFlags,
): Promise<void> {
  const path = resolve(html ?? await Deno.makeTempFile({ suffix: ".html" }));
  const { image } = result.query;
  const occlusion = why && image !== "" && await exists(image)
    ? await index.occlusion(image)
    : undefined;
  // Pictures and charts take longer to load than the whole search.
  const { searchReport } = await import("../lib/search/show/report.ts");
  const { searchPage } = await import("../lib/search/show/page.ts");
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
  say(colour("yellow", "note"), `: ${message}`);
}
