/**
 * `cohash encode`: hash codes of new films with a finished run.
 *
 * @module
 */
import { Command } from "commander";
import { encodeNpy } from "../lib/base/npy.ts";
import { InputError } from "../lib/base/errors.ts";
import { writeWhole } from "../lib/base/files.ts";
import { formatIdList } from "../lib/data/tables/id_list.ts";
import { encodeFilms, type NewFilms } from "../lib/run/encode_films.ts";
import { RunFolder } from "../lib/run/run_folder.ts";
import { examples, say } from "./command_line.ts";
import { Progress } from "./progress.ts";
import { runEvents } from "./run_events.ts";

interface EncodeFlags {
  readonly images?: string;
  readonly features?: string;
  readonly featureIds?: string;
  readonly featureArray?: string;
  readonly featureIdColumn?: string;
  readonly out: string;
  readonly strict?: boolean;
  readonly quiet?: boolean;
}

/** The command and its options. */
export function command(): Command {
  return new Command("encode")
    .description("Hash codes of new films: [n, bits / 8] bytes as .npy, their ids beside as .txt.")
    .argument("<run>", "a finished run's folder, such as runs/phantom")
    .option("--images <dir>", "a folder of PNG, JPEG or DICOM films, in any nesting")
    .option(
      "--features <file>",
      "CSV, Parquet, .npy or .npz of features, as the run was trained on",
    )
    .option("--feature-ids <file>", "the film ids of an array: one a line, .npy of text or CSV")
    .option("--feature-array <name>", "the array of a .npz file")
    .option("--feature-id-column <name>", "the column of the film ids, in .npz their array")
    .requiredOption("--out <file>", "where to write the codes, such as codes.npy")
    .option("--strict", "stops at the first image that cannot be read")
    .option("--quiet", "shows no progress")
    .addHelpText(
      "after",
      examples(
        "cohash encode runs/phantom --images ~/films --out codes.npy",
        "cohash encode runs/mine --features films.npy --feature-ids films.txt --out codes.npy",
      ),
    )
    .action(async (path: string, flags: EncodeFlags) => {
      const progress = new Progress({ quiet: flags.quiet ?? false });
      const context = { ...runEvents(progress), strict: flags.strict ?? false };
      const run = new RunFolder(path);
      // A folder that is no run at all is not one that is to be finished.
      if (!await run.has("encoder.json")) await run.config();
      const { ids, codes } = await encodeFilms(run, newFilms(flags), context)
        .finally(() => progress.end());
      const idsFile = flags.out.replace(/(\.npy)?$/, ".ids.txt");
      await writeWhole(
        flags.out,
        encodeNpy({ shape: [ids.length, codes.length / ids.length], data: codes }),
      );
      await writeWhole(idsFile, formatIdList(ids));
      say(`Wrote ${ids.length} codes to ${flags.out} and their ids to ${idsFile}.`);
    });
}

function newFilms({ images, features, ...flags }: EncodeFlags): NewFilms {
  if (images !== undefined && features === undefined) return { kind: "images", folder: images };
  if (features !== undefined && images === undefined) {
    const { featureIds, featureArray, featureIdColumn } = flags;
    return { kind: "features", path: features, featureIds, featureArray, featureIdColumn };
  }
  throw new InputError("Cannot encode: give either --images DIR or --features FILE");
}
