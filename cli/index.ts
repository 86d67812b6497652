/**
 * `cohash index`: makes an index of a finished run's films, or changes one.
 *
 * @module
 */
import { Command } from "commander";
import { InputError } from "../lib/base/errors.ts";
import { writeWhole } from "../lib/base/files.ts";
import { RADIOGRAPHS } from "../lib/data/dicomweb/chest_films.ts";
import { formatIdList } from "../lib/data/tables/id_list.ts";
import { encodeFaiss } from "../lib/store/memory/faiss.ts";
import type { HammingIndex } from "../lib/store/memory/hamming_index.ts";
import {
  definedFindings,
  defineFinding,
  type DefinitionSource,
  removeFinding,
} from "../lib/search/indexing/define_finding.ts";
import { isIndexFolder, withIndex } from "../lib/search/indexing/index_folder.ts";
import { definitionText, describeIndex, infoText } from "../lib/search/indexing/index_info.ts";
import { indexRun } from "../lib/search/indexing/index_run.ts";
import { removeFilms } from "../lib/search/indexing/remove_films.ts";
import type { FilmContext } from "../lib/run/films.ts";
import { RunFolder } from "../lib/run/run_folder.ts";
import {
  colour,
  examples,
  interruptible,
  movedData,
  print,
  say,
  wholeNumber,
} from "./command_line.ts";
import { authorizationFile } from "./dicomweb_address.ts";
import { addFolders, type FolderFlags, followOne } from "./index/folders.ts";
import { addServer, type ServerFlags, studyDates } from "./index/server.ts";
import { filmCount, resultText } from "./index/texts.ts";
import { Progress } from "./progress.ts";
import { runEvents } from "./run_events.ts";

interface IndexFlags extends FolderFlags, ServerFlags {
  readonly set: readonly string[];
  readonly out?: string;
  readonly images?: readonly string[];
  readonly add?: readonly string[];
  readonly follow?: boolean;
  readonly remove?: readonly string[];
  readonly defineFinding?: string;
  readonly like?: string;
  readonly fromTable?: string;
  readonly removeFinding?: string;
  readonly dicomweb?: string;
  readonly info?: boolean;
  readonly faiss?: string;
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly quiet?: boolean;
}

/** The command and its options. */
export function command(): Command {
  return new Command("index")
    .description(
      "Makes an index of a finished run's films, or changes one. The same command goes on after an " +
        "interruption, and passes over films that the index holds already.",
    )
    .argument("<folder>", "a finished run's folder, such as runs/demo/cohash, or an index's")
    .option("--out <dir>", "of a run: where to make its index, such as runs/demo/index")
    .addOption(movedData())
    .option("--images <dir...>", "of a run: further folders of films to index")
    .option("--add <dir...>", "of an index: folders of PNG, JPEG or DICOM films to add")
    .option("--follow", "of --add: goes on to add the films that come to a folder, until Ctrl-C")
    .option(
      "--every <seconds>",
      "of --follow: between two looks; a film counts as whole when its file stays as it is",
      wholeNumber("--every", 1, 86_400),
      5,
    )
    .option("--dicomweb <url>", "of an index: a DICOMweb server whose chest films are added")
    .option("--modality <name...>", "of --dicomweb: the kinds of image", [...RADIOGRAPHS])
    .option(
      "--study-date <days>",
      "of --dicomweb: of these studies only, such as 2017 or 2017-03-01..2018",
      studyDates,
    )
    .option("--laterals", "of --dicomweb: lateral films, too")
    .addOption(authorizationFile())
    .option(
      "--metadata <csv>",
      "facts of the films of --images and --add: columns id, patient, labels " +
        "(Mass|Edema), sex, age, view, or a table like the run's; default: the run's",
    )
    .option(
      "--encoding <name>",
      "of --metadata, such as windows-1252; default: the run's, or UTF-8",
    )
    .option("--separator <name>", "of --metadata: comma, semicolon, tab, bar; default: recognised")
    .option("--remove <id...>", "of an index: films to take out")
    .option("--define-finding <name>", "of an index: a finding its encoder was not trained on, by")
    .option("--like <list>", 'its probability beside others, such as "Effusion:.6,Edema:.3", or by')
    .option("--from-table <file>", "a table of findings that occur together elsewhere")
    .option("--remove-finding <name>", "of an index: a finding that was defined")
    .option("--info", "of an index: prints what is in it")
    .option(
      "--faiss <file>",
      "of an index: writes its codes as FAISS reads them, and their ids beside",
    )
    .option("--json", "prints --info as one JSON object")
    .option("--strict", "stops at the first image that cannot be read")
    .option("--quiet", "shows no progress")
    .addHelpText(
      "after",
      examples(
        "cohash index runs/demo/cohash --out runs/demo/index",
        "cohash index runs/demo/index --add ~/films --metadata ~/films.csv",
        "cohash index runs/demo/index --add /var/lib/receiver --follow",
        "cohash index runs/demo/index --dicomweb https://pacs.example/dicom-web --study-date 2017..",
        "cohash index runs/demo/index --remove phantom_00012_000",
        'cohash index runs/demo/index --define-finding Pneumonitis --like "Effusion:.6,Edema:.3"',
        "cohash index runs/demo/index --info",
      ),
    )
    .action(async (folder: string, flags: IndexFlags) => {
      if (await isIndexFolder(folder)) await changeIndex(folder, flags);
      else await makeIndex(folder, flags);
    });
}

async function makeIndex(run: string, flags: IndexFlags): Promise<void> {
  const { out, set: settings, images = [] } = flags;
  if (changes(flags)) {
    throw new InputError(
      `Cannot change the index "${run}": there is no index.json in it; give an index's folder`,
    );
  }
  if (out === undefined) {
    throw new InputError(
      `Cannot index the run "${run}": say where with --out, such as --out ${run}-index`,
    );
  }
  await withProgress(flags, async (context) => {
    const result = await indexRun(new RunFolder(run), out, { ...context, settings });
    say(`${run}: ${resultText(result)}.`);
    await addFolders(out, images, flags, context);
  });
  await sayWhatIsThere(out);
}

async function changeIndex(index: string, flags: IndexFlags): Promise<void> {
  const { out, set, images, add, dicomweb, remove, info, json, faiss } = flags;
  const { defineFinding: name, removeFinding: unwanted } = flags;
  if (set.length > 0) {
    throw new InputError(
      `Cannot use --set with the index "${index}": it says where the data of a run are, and an ` +
        "index holds its own",
    );
  }
  if (out !== undefined || images !== undefined) {
    throw new InputError(
      `Cannot index the run "${index}": it is an index already; add films to it with --add`,
    );
  }
  if (!changes(flags)) {
    throw new InputError(
      `Cannot change the index "${index}": say what to do, --add, --dicomweb, --remove, --info, ` +
        "--faiss, --define-finding or --remove-finding",
    );
  }
  if (dicomweb !== undefined && add === undefined && flags.metadata !== undefined) {
    throw new InputError(
      "Cannot use --metadata with --dicomweb: of a server's films is known what their headers say",
    );
  }
  const source = definitionSource(flags);
  if (remove !== undefined) {
    say(`Removed ${filmCount(await removeFilms(index, remove))}.`);
  }
  if (flags.follow) {
    return await withProgress(flags, (context) => followOne(index, add ?? [], flags, context));
  }
  if (add !== undefined) {
    await withProgress(flags, (context) => addFolders(index, add, flags, context));
    await sayWhatIsThere(index);
  }
  if (dicomweb !== undefined) {
    await withProgress(flags, (context) => addServer(index, dicomweb, flags, context));
    await sayWhatIsThere(index);
  }
  if (unwanted !== undefined) {
    await removeFinding(index, unwanted);
    say(`Removed the finding "${unwanted}".`);
  }
  if (source !== undefined) await define(index, name!, source);
  if (faiss !== undefined) await withIndex(index, (index) => exportFaiss(index, faiss));
  if (info) {
    const defined = await definedFindings(index);
    const facts = await withIndex(index, (index) => describeIndex(index, defined));
    print(json ? JSON.stringify(facts) : infoText(facts));
  }
}

/** Whether the flags say something that is done to an index, not to a run. */
function changes(flags: IndexFlags): boolean {
  const { add, dicomweb, remove, faiss, info } = flags;
  const { defineFinding, removeFinding, like, fromTable } = flags;
  const wanted = [add, flags.follow, dicomweb, remove, faiss, info, defineFinding, removeFinding];
  return [...wanted, like, fromTable].some((flag) => flag !== undefined);
}

/** What a finding is to be defined by; undefined where none is. */
function definitionSource(
  { defineFinding: name, like, fromTable }: IndexFlags,
): DefinitionSource | undefined {
  if (name === undefined && like === undefined && fromTable === undefined) return undefined;
  if (name === undefined) {
    throw new InputError(
      `Cannot use ${like === undefined ? "--from-table" : "--like"}: name the finding that it ` +
        "defines with --define-finding",
    );
  }
  if (like !== undefined && fromTable === undefined) return { kind: "like", text: like };
  if (like === undefined && fromTable !== undefined) return { kind: "table", path: fromTable };
  throw new InputError(
    `Cannot define the finding "${name}": say by what, with --like or with --from-table`,
  );
}

async function define(index: string, name: string, source: DefinitionSource): Promise<void> {
  const onNote = (note: string) => say(colour("yellow", "note"), `: ${note}`);
  const finding = await defineFinding(index, { name, source, onNote });
  say(`Defined ${definitionText(finding)}.`);
}

/** Writes codes and ids in the same order. */
async function exportFaiss(index: HammingIndex, file: string): Promise<void> {
  const { bits } = index.info;
  const codes = new Uint8Array(index.size * bits / 8);
  const ids: string[] = [];
  for (const { case: { id }, code } of index.entries()) {
    codes.set(code, ids.length * bits / 8);
    ids.push(id);
  }
  const idsFile = `${file}.ids.txt`;
  await writeWhole(file, encodeFaiss({ bits, codes }));
  await writeWhole(idsFile, formatIdList(ids));
  say(`Wrote the codes of ${filmCount(ids.length)} to ${file} and their ids to ${idsFile}.`);
}

async function sayWhatIsThere(index: string): Promise<void> {
  say(`The index ${index} holds ${filmCount(await withIndex(index, ({ size }) => size))}.`);
}

/** Shows the work's progress, and lets Ctrl-C end it with what is done by then. */
async function withProgress(
  { strict = false, quiet = false }: IndexFlags,
  work: (context: FilmContext & { readonly signal: AbortSignal }) => Promise<void>,
): Promise<void> {
  const progress = new Progress({ quiet });
  const interrupt = interruptible(() =>
    progress.note("Stopping; the same command goes on from here.")
  );
  try {
    const { signal } = interrupt;
    await work({ ...runEvents(progress, signal), strict, signal });
  } finally {
    progress.end();
    interrupt.done();
  }
}
