import { assert, assertEquals, assertThrows } from "@std/assert";
import { InputError } from "../../lib/base/errors.ts";
import { Random } from "../../lib/base/random.ts";
import { DRAWN_ODDITIES, oddFilm, TURNED_ODDITIES } from "../../lib/data/phantom/odd_films.ts";
import { phantomDataset } from "../../lib/data/phantom/mod.ts";
import {
  decodeFamiliarity,
  encodeFamiliarity,
  familiarityCard,
} from "../../lib/worth/familiarity_file.ts";
import { fitFamiliarity, isFamiliar, pictureOf, strangeness } from "../../lib/worth/mod.ts";
import type { Familiarity, SeenFilm } from "../../lib/worth/mod.ts";

const SIZE = 64;
const BITS = 8;

/** Phantom films with codes that say nothing of them. */
async function seenFilms(): Promise<{ train: SeenFilm[]; unseen: SeenFilm[]; film: Float32Array }> {
  const { inputs } = await phantomDataset({ films: 400, imageSize: SIZE }, { seed: 3 });
  const random = new Random("codes");
  const pixels = await inputs.read(Array.from({ length: 400 }, (_, film) => film));
  const films = Array.from(
    { length: 400 },
    (_, n) => pixels.subarray(n * SIZE ** 2, (n + 1) * SIZE ** 2),
  );
  const seen = films.map((film) => ({
    picture: pictureOf(film),
    continuous: random.normals(BITS),
  }));
  return { train: seen.slice(0, 250), unseen: seen.slice(250, 399), film: films[399]! };
}

Deno.test("noise, a screen, a hand and a film that lies wrong are strange, a chest film is not", async () => {
  const { train, unseen, film } = await seenFilms();
  const familiarity = fitFamiliarity({ train, unseen, films: train.length })!;
  const random = new Random("odd");
  const view = (pixels: Float32Array) => ({
    picture: pictureOf(pixels),
    continuous: random.normals(BITS),
  });
  assert(isFamiliar(view(film), familiarity));
  for (const kind of [...DRAWN_ODDITIES, ...TURNED_ODDITIES]) {
    const odd = view(oddFilm(kind, { size: SIZE, random, film }));
    assert(!isFamiliar(odd, familiarity), `${kind}: ${strangeness(odd, familiarity)}`);
  }
});

Deno.test("a code far from all others is strange, whatever the picture", async () => {
  const { train, unseen, film } = await seenFilms();
  const familiarity = fitFamiliarity({ train, unseen, films: train.length })!;
  const continuous = new Float32Array(BITS).fill(9);
  assert(!isFamiliar({ picture: pictureOf(film), continuous }, familiarity));
  const featuresOnly = (seen: SeenFilm[]) =>
    seen.map((film) => ({ ...film, picture: "none" as const }));
  const ofCodes = fitFamiliarity({
    train: featuresOnly(train),
    unseen: featuresOnly(unseen),
    films: 250,
  })!;
  assertEquals(ofCodes.pictures, undefined);
  assert(!isFamiliar({ picture: "none", continuous }, ofCodes));
  assert(isFamiliar({ picture: "none", continuous: new Float32Array(BITS) }, ofCodes));
});

Deno.test("films like those that were learned are warned of no more often than is said", () => {
  const random = new Random("alarms");
  const films = (count: number): SeenFilm[] =>
    Array.from({ length: count }, () => ({ picture: "none", continuous: random.normals(BITS) }));
  for (const unseen of [20, 150, 400]) {
    let [alarms, stated] = [0, 0];
    for (let repeat = 0; repeat < 40; repeat++) {
      const familiarity = fitFamiliarity({ train: films(200), unseen: films(unseen), films: 200 })!;
      stated = familiarity.falseAlarms;
      alarms += films(100).filter((film) => !isFamiliar(film, familiarity)).length / 4000;
    }
    const [k, of] = [Math.max(1, Math.floor(0.01 * (unseen + 1))), unseen + 1];
    assertEquals(stated, k / of);
    // The share of 4,000 films varies by thresholds too: three standard errors of their mean.
    assert(
      Math.abs(alarms - stated) < 3 * stated / Math.sqrt(40) + 0.005,
      `${alarms} for ${stated}`,
    );
  }
});

Deno.test("without films that it has not seen, nothing is familiar or strange", async () => {
  const { train } = await seenFilms();
  assertEquals(fitFamiliarity({ train, unseen: [], films: 250 }), undefined);
});

Deno.test("familiarity comes back from its file and card to the bit, and a damaged file is told", async () => {
  const { train, unseen } = await seenFilms();
  const familiarity = fitFamiliarity({ train, unseen, films: 250 })!;
  const card = JSON.parse(JSON.stringify(familiarityCard(familiarity)));
  const read = (bytes: Uint8Array, bits = BITS): Familiarity =>
    decodeFamiliarity(bytes, { card, path: "familiarity.npz", bits });
  assertEquals(read(encodeFamiliarity(familiarity)), familiarity);
  assertThrows(
    () => read(encodeFamiliarity(familiarity), 16),
    InputError,
    'expected 16 numbers as "code_mean"',
  );
  assertThrows(
    () => read(encodeFamiliarity({ ...familiarity, pictures: undefined })),
    InputError,
    'expected 64 numbers as "picture_mean", received nothing',
  );
});
