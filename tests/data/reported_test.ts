/**
 * The inputs after public bug reports, as they are: what the `expected.md` of each asks for. The
 * kinds that they are examples of are tested beside the code that reads them.
 *
 * @module
 */
import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { InputError } from "../../lib/base/errors.ts";
import { decodeFilm } from "../../lib/data/images/decode.ts";
import type { DataInput } from "../../lib/data/option_types.ts";
import { parseGenericTable } from "../../lib/data/labels/generic_table.ts";
import { loadDataset } from "../../lib/data/load.ts";
import { testWithSharedData } from "../helpers/shared_data.ts";
import { readTable } from "../../lib/data/tables/parse_table.ts";
import { temporaryFolder } from "../helpers/folders.ts";

/** The reported films have 64 rows of 80 columns, which stand as they are within 80 by 80. */
const SIZE = 80;
const TOP = (SIZE - 64) / 2;

async function filmOf(path: string): Promise<Uint8Array> {
  const settings = { size: SIZE, fit: "pad", window: "file", range: { kind: "full" } } as const;
  return await decodeFilm(await Deno.readFile(path), path, settings);
}

/** Row and column of the places whose brightness is known. */
const PLACES = [[20, 10], [32, 30], [12, 65], [50, 70]] as const;

/** Of a film without anything special, from its least to its greatest value. */
const PLAIN = [0.081, 0.468, 1, 0.565];
/** The same film with 8 bits, whose values are kept: its least is 0.1935, its greatest 0.953. */
const EIGHT_BITS = PLAIN.map((share) => 0.1935 + share * (0.953 - 0.1935));
const INSIDE_PADDING = [0.017, 0.431, 1, 0.534];

const FILMS: Readonly<Record<string, readonly number[]>> = {
  "01-voi-lut-sequence/01_voilut_only.dcm": [0.023, 0.905, 1, 0.977],
  "01-voi-lut-sequence/48_voilut_offset_inverting.dcm": [0.973, 0.373, 0, 0.224],
  "03-pixel-padding/06_padding_unsigned.dcm": INSIDE_PADDING,
  "03-pixel-padding/07_padding_signed.dcm": INSIDE_PADDING,
  "03-pixel-padding/08_padding_zero_mono2.dcm": INSIDE_PADDING,
  "03-pixel-padding/09_padding_zero_mono1.dcm": INSIDE_PADDING.map((share) => 1 - share),
  "04-unusable-window/10_window_zero.dcm": PLAIN,
  "04-unusable-window/11_window_negative.dcm": PLAIN,
  "04-unusable-window/40_decimal_comma.dcm": PLAIN,
  "04-unusable-window/51_window_fraction_linear.dcm": PLAIN,
  "05-rle/60_rle.dcm": PLAIN,
  "08-no-file-meta/21_nometa_implicit.dcm": PLAIN,
  "08-no-file-meta/22_nometa_explicit.dcm": PLAIN,
  "08-no-file-meta/23_meta_no_ts.dcm": PLAIN,
  "08-no-file-meta/24_meta_says_implicit_is_explicit.dcm": PLAIN,
  "21-unclear-refusals/31_nf0.dcm": PLAIN,
  "21-unclear-refusals/34_bits16_highbit11.dcm": PLAIN,
};

for (const [name, wanted] of Object.entries(FILMS)) {
  testWithSharedData(`reported ${name}`, [`reported/${name}`], async ([path]) => {
    const film = await filmOf(path!);
    for (const [i, [row, column]] of PLACES.entries()) {
      assertAlmostEquals(film[(row + TOP) * SIZE + column]! / 255, wanted[i]!, 0.003);
    }
  });
}

for (const name of ["25_rgb", "26_rgb_planar1", "27_palette", "91_jpeg_ybr422"]) {
  const file = `09-colour/${name}.dcm`;
  testWithSharedData(`reported ${file}`, [`reported/${file}`], async ([path]) => {
    const film = await filmOf(path!);
    for (const [i, [row, column]] of PLACES.entries()) {
      assertAlmostEquals(film[(row + TOP) * SIZE + column]! / 255, EIGHT_BITS[i]!, 0.005);
    }
  });
}

testWithSharedData("reported 18-exif", [
  "reported/18-exif/phone.jpg",
  "reported/18-exif/upright.jpg",
], async ([phone, upright]) => {
  const [turned, straight] = [await filmOf(phone!), await filmOf(upright!)];
  const difference = turned.reduce((sum, value, i) => sum + Math.abs(value - straight[i]!), 0);
  assertAlmostEquals(difference / turned.length, 0, 2);
});

const NO_IMAGE = "reported/21-unclear-refusals/95_no_image.dcm";
testWithSharedData("reported 21-unclear-refusals: no image", [NO_IMAGE], async ([path]) => {
  await assertRejects(() => filmOf(path!), InputError, "it holds no image");
});

/** How many films have each label. */
async function countsOf(options: DataInput): Promise<Record<string, number>> {
  const cacheDirectory = await temporaryFolder();
  const { ids, labels } = await loadDataset(options, { seed: 0, cacheDirectory });
  const { names, values } = labels;
  const count = (column: number) =>
    ids.filter((_, row) => values[row * names.length + column]! >= 0.5).length;
  return Object.fromEntries(names.map((name, column) => [name, count(column)]));
}

const IMAGES = "reported/films";

function tableOf(metadata: string, images: string, column: string) {
  const labels = { kind: "list", column } as const;
  return { kind: "table", metadata, images, imageSize: 32, columns: { labels } } as const;
}

const VINDR = "reported/11-vindr-one-row-a-box/vindr.csv";
testWithSharedData("reported 11-vindr-one-row-a-box", [VINDR, IMAGES], async (paths) => {
  const table = tableOf(paths[0]!, paths[1]!, "class_name");
  const all = { "Aortic enlargement": 24, "Cardiomegaly": 24, "Pleural effusion": 24 };
  const columns = { ...table.columns, id: "image_id" };
  assertEquals(await countsOf({ ...table, columns, repeats: "union" }), all);
  const byReader = { ...columns, reader: "rad_id" };
  assertEquals(await countsOf({ ...table, columns: byReader, repeats: "share" }), all);
  assertEquals(await countsOf({ ...table, columns: byReader, repeats: "majority" }), all);
});

const PADCHEST = "reported/12-no-finding-words/padchest.csv";
testWithSharedData("reported 12-no-finding-words", [PADCHEST, IMAGES], async (paths) => {
  const table = tableOf(paths[0]!, paths[1]!, "Labels");
  const columns = { ...table.columns, id: "ImageID", patient: "PatientID" };
  const counts = await countsOf({ ...table, columns });
  assertEquals(Object.keys(counts), ["cardiomegaly", "nodule", "pleural effusion"]);
});

const LATIN1 = "reported/14-table-encodings/latin1.csv";
testWithSharedData("reported 14-table-encodings", [LATIN1, IMAGES], async (paths) => {
  const table = tableOf(paths[0]!, paths[1]!, "labels");
  await assertRejects(() => countsOf(table), InputError, "data.encoding=windows-1252");
  const wanted = { "Opacitè": 16, "Opacité": 16, "Épanchement": 16 };
  assertEquals(await countsOf({ ...table, encoding: "windows-1252" }), wanted);
});

const TABLES: Readonly<Record<string, number>> = {
  "utf16.csv": 2,
  "semicolon_decimal.csv": 2,
  "tab.tsv": 1,
  "sep_hint.csv": 2,
};
for (const [name, films] of Object.entries(TABLES)) {
  const file = `reported/14-table-encodings/${name}`;
  testWithSharedData(`reported 14-table-encodings/${name}`, [file], async ([path]) => {
    const annotations = parseGenericTable(await readTable(path!, "labels"), {
      columns: { id: "id", labels: { kind: "columns", ignore: [] } },
      repeats: "error",
      uncertain: { kind: "ignore" },
      unmentioned: "absent",
    });
    const { ids, labels: { values } } = annotations;
    assertEquals(ids, ["a", "b"].slice(0, films));
    // Each film of these tables has the one label that the other lacks.
    assertEquals(values[0], 1);
    if (films > 1) assertEquals(values.at(-1), name === "sep_hint.csv" ? 0 : 1);
  });
}

const NPY = "reported/16-npy-types";
testWithSharedData("reported 16-npy-types", [NPY], async ([folder]) => {
  const featuresOf = async (name: string) => {
    const dataset = await loadDataset({
      kind: "features",
      features: `${folder}/${name}.npy`,
      featureIds: `${folder}/ids.txt`,
      metadata: `${folder}/labels.csv`,
      columns: { patient: "patient" },
    }, { seed: 0 });
    return await dataset.inputs.read([...dataset.ids.keys()]);
  };
  const wanted = await featuresOf("c");
  assertEquals(await featuresOf("bigend"), wanted);
  assertEquals(await featuresOf("fortran"), wanted);
  const halves = await featuresOf("f16");
  for (const [i, value] of wanted.entries()) {
    assertAlmostEquals(halves[i]!, value, 1e-3 * Math.max(1, Math.abs(value)));
  }
  for (const name of ["i8", "i16", "u2"]) {
    assertEquals((await featuresOf(name)).length, halves.length);
  }
});
