/**
 * `cohash phantom`: writes a picture of the phantom's findings, so that a person can tell them apart: a group of
 * films without a finding and one for each finding, always of the same patients in the same order.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { Command, Option } from "commander";
import { Resvg } from "@resvg/resvg-js";
import sharp from "sharp";
import { CHESTXRAY14_LABELS } from "../lib/data/dataset.ts";
import { drawPatient, renderFilm } from "../lib/data/phantom/film.ts";
import type { FindingName } from "../lib/data/phantom/label_sets.ts";
import { writeWhole } from "../lib/base/files.ts";
import { Random } from "../lib/base/random.ts";
import { examples, say, wholeNumber } from "./command_line.ts";

/** Pixels of a film, between films, and of the line with a group's name. */
const FILM = 128;
const GAP = 4;
const TITLE = 26;

/** Patients in a group, and groups side by side. */
const PATIENTS = 4;
const COLUMNS = 3;

const GROUP_WIDTH = PATIENTS * (FILM + GAP) + 3 * GAP;
const GROUP_HEIGHT = TITLE + FILM + GAP;

interface PhantomFlags {
  readonly out: string;
  readonly size: string;
  readonly seed: number;
}

/** The command and its options. */
export function command(): Command {
  return new Command("phantom")
    .description("Draws a contact sheet of synthetic films: one group of patients a finding.")
    .option("--out <file>", "where to write the PNG", "phantom_contact_sheet.png")
    .addOption(new Option("--size <pixels>", "film size").choices(["64", "128"]).default("128"))
    .option("--seed <n>", "seed of the patients", wholeNumber("--seed", 0), 0)
    .addHelpText("after", examples("cohash phantom --size 128 --seed 3 --out sheet.png"))
    .action(async ({ out, size, seed }: PhantomFlags) => {
      await writeWhole(out, await contactSheet(Number(size), seed));
      say(`Wrote ${out}.`);
    });
}

/** The films of one finding. */
interface Group {
  readonly title: string;
  readonly findings: readonly FindingName[];
}

const GROUPS: readonly Group[] = [
  { title: "No finding", findings: [] },
  ...CHESTXRAY14_LABELS.map((name) => ({ title: name.replace("_", " "), findings: [name] })),
];

/** The contact sheet as the bytes of a PNG file. */
async function contactSheet(size: number, seed: number): Promise<Uint8Array> {
  const films = GROUPS.flatMap((group, place) => {
    const [left, top] = corner(place);
    return Array.from({ length: PATIENTS }, (_, number) => ({
      pixels: drawFilm(group, number, size, seed),
      left: left + number * (FILM + GAP),
      top: top + TITLE,
    }));
  });
  const enlarged = await Promise.all(films.map(async ({ pixels, left, top }) => ({
    input: await sharp(pixels, { raw: { width: size, height: size, channels: 1 } })
      .resize(FILM, FILM, { kernel: "nearest" }).png().toBuffer(),
    left,
    top,
  })));
  // 16 grays are enough to see and make the file a third as large.
  const png = await sharp(titles()).composite(enlarged)
    .png({ palette: true, colours: 16, dither: 0, effort: 10, compressionLevel: 9 }).toBuffer();
  return new Uint8Array(png);
}

/** One patient with the findings of a group; every second film is taken front to back. */
function drawFilm({ findings, title }: Group, number: number, size: number, seed: number) {
  const random = new Random(seed).fork(`sheet patient ${number}`);
  const projection = number % 2 === 0 ? "PA" : "AP";
  return renderFilm(drawPatient(random), {
    size,
    findings,
    projection,
    random: random.fork(title),
  });
}

/** Left and top of a group. */
function corner(place: number): readonly [left: number, top: number] {
  return [
    2 * GAP + (place % COLUMNS) * GROUP_WIDTH,
    GAP + Math.floor(place / COLUMNS) * GROUP_HEIGHT,
  ];
}

/** A dark sheet with the name of every group on it, as a PNG. */
function titles(): Uint8Array {
  const names = GROUPS.map(({ title }, place) => {
    const [left, top] = corner(place);
    return `<text x="${left}" y="${top + 19}">${title}</text>`;
  });
  const width = COLUMNS * GROUP_WIDTH + 2 * GAP;
  const height = Math.ceil(GROUPS.length / COLUMNS) * GROUP_HEIGHT + 2 * GAP;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="#111"/>
    <g font-family="DejaVu Sans" font-size="15" fill="#eee">${names.join("")}</g>
  </svg>`;
  const font = fileURLToPath(import.meta.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"));
  const resvg = new Resvg(svg, { font: { loadSystemFonts: false, fontFiles: [font] } });
  return resvg.render().asPng();
}
