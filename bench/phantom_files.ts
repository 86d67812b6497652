/**
 * Any number of image files of a few phantom films, as a folder that a user could have.
 *
 * @module
 */
import { join } from "node:path";
import sharp from "sharp";
import { phantomDataset } from "../lib/data/phantom/mod.ts";

/** Films that are drawn; further ones repeat them. */
const DRAWN = 500;

const COLUMNS: readonly (string | number)[] = [
  "Image Index",
  "Finding Labels",
  "Follow-up #",
  "Patient ID",
  "Patient Age",
  "Patient Gender",
  "View Position",
];

/** What is written. */
export interface PhantomFilesOptions {
  /** How many files. */
  readonly films: number;
  /** Height and width of a film in pixels. */
  readonly size: 64 | 128;
  /** Whether no two files have one content, so that each is decoded. */
  readonly distinct: boolean;
}

/**
 * Writes `images/*.png` and `labels.csv`, a table in the form of NIH ChestX-ray14's, and returns the
 * paths of the images. Who has a repeated film is another patient with the same findings.
 */
export async function writePhantomFiles(
  folder: string,
  { films, size, distinct }: PhantomFilesOptions,
): Promise<readonly string[]> {
  const drawn = await phantomDataset({ films: Math.min(films, DRAWN), imageSize: size }, {
    seed: 0,
  });
  const { names, values } = drawn.labels;
  const pictures = await Promise.all(drawn.ids.map(async (_, row) => {
    const film = Uint8Array.from(await drawn.inputs.read([row]), (value) => value * 255);
    return await sharp(film, { raw: { width: size, height: size, channels: 1 } }).png().toBuffer();
  }));
  const images = join(folder, "images");
  await Deno.mkdir(images, { recursive: true });
  const { sex, age, view } = drawn.strata;
  const rows = [COLUMNS];
  for (let n = 0; n < films; n++) {
    const row = n % pictures.length;
    const patient = Math.floor(n / pictures.length) * DRAWN + Number(drawn.patients[row]);
    const id = `${String(patient).padStart(8, "0")}_${drawn.ids[row]!.slice(-3)}.png`;
    const findings = names.filter((_, c) => values[row * names.length + c]! > 0);
    rows.push([
      id,
      findings.join("|") || "No Finding",
      Number(drawn.ids[row]!.slice(-3)),
      patient,
      age[row]!,
      sex[row]!,
      view[row]!,
    ]);
    // What follows a picture's end is no part of it.
    const end = distinct ? [n & 255, n >> 8 & 255, n >> 16] : [];
    await Deno.writeFile(join(images, id), new Uint8Array([...pictures[row]!, ...end]));
  }
  const table = rows.map((row) => row.join(",") + "\n").join("");
  await Deno.writeTextFile(join(folder, "labels.csv"), table);
  return rows.slice(1).map(([id]) => join(images, String(id)));
}
