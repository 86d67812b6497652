import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { CHESTXRAY14_LABELS } from "../../../lib/data/dataset.ts";
import {
  drawPatient,
  drawProjection,
  type FilmOptions,
  renderFilm,
} from "../../../lib/data/phantom/film.ts";
import { Random } from "../../../lib/base/random.ts";

function film(patient: number, number: number, options: Partial<FilmOptions> = {}) {
  return renderFilm(drawPatient(new Random(`patient ${patient}`)), {
    size: 64,
    findings: [],
    projection: "PA",
    random: new Random(`film ${patient} ${number}`),
    ...options,
  });
}

/** Mean absolute difference of two films in gray levels. */
function difference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
}

Deno.test("renderFilm() gives the same bytes for the same seeds, and others for others", () => {
  assertEquals(film(1, 0), film(1, 0));
  assertNotEquals(film(1, 0), film(1, 1));
});

Deno.test("renderFilm() uses the gray levels from nearly black to nearly white", () => {
  for (let patient = 0; patient < 10; patient++) {
    const pixels = film(patient, 0).toSorted();
    const [dark, bright] = [pixels[200]!, pixels[4096 - 200]!];
    assert(dark < 90, `patient ${patient}: the darkest 5 % reach ${dark}`);
    assert(bright > 180, `patient ${patient}: the brightest 5 % begin at ${bright}`);
  }
});

Deno.test("renderFilm() draws the same chest at both sizes", () => {
  const [coarse, fine] = [film(2, 0), film(2, 0, { size: 128 })];
  const halved = Uint8Array.from(coarse, (_, pixel) => {
    const corner = Math.floor(pixel / 64) * 256 + (pixel % 64) * 2;
    return (fine[corner]! + fine[corner + 1]! + fine[corner + 128]! + fine[corner + 129]!) / 4;
  });
  assert(difference(coarse, halved) < 6, `they differ by ${difference(coarse, halved)}`);
});

Deno.test("renderFilm() makes films of one patient more alike than films of two", () => {
  const pairs = Array.from({ length: 12 }, (_, patient) => ({
    same: difference(film(patient, 0), film(patient, 1)),
    other: difference(film(patient, 0), film(patient + 1, 1)),
  }));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value) / values.length;
  const [same, other] = [mean(pairs.map((p) => p.same)), mean(pairs.map((p) => p.other))];
  assert(same < 0.85 * other, `same patient ${same}, another patient ${other}`);
});

Deno.test("renderFilm() keeps a nodule where it was on the patient's next film", () => {
  // Two films with the same pose: all that may differ is the severity of the nodule.
  const random = new Random("pose");
  const patient = drawPatient(new Random("patient 5"));
  const options = { size: 64, projection: "PA", random } as const;
  const healthy = renderFilm(patient, { ...options, findings: [] });
  const ill = renderFilm(patient, { ...options, findings: ["Nodule"] });
  const companion = renderFilm(patient, { ...options, findings: ["Nodule", "Mass"] });
  const place = ill.reduce((best, _, i) => brighter(ill, i) > brighter(ill, best) ? i : best, 0);
  assert(brighter(ill, place) > 30);
  assert(brighter(companion, place) >= brighter(ill, place) - 1);

  function brighter(pixels: Uint8Array, pixel: number): number {
    return pixels[pixel]! - healthy[pixel]!;
  }
});

Deno.test("drawProjection() takes films of edema at the bedside and of hernia standing", () => {
  const random = new Random(3);
  const share = (findings: ("Edema" | "Hernia")[]) =>
    Array.from({ length: 1000 }, () => drawProjection(findings, random))
      .filter((projection) => projection === "AP").length / 1000;
  assertAlmostEquals(share(["Edema"]), 0.88, 0.05);
  assertAlmostEquals(share(["Hernia"]), 0.15, 0.05);
  assertAlmostEquals(share(["Hernia", "Edema"]), 0.88, 0.05);
  assertAlmostEquals(share([]), 0.35, 0.05);
});

Deno.test("renderFilm() draws all findings at once", () => {
  const pixels = film(3, 0, { findings: CHESTXRAY14_LABELS });
  assert(difference(pixels, film(3, 0)) > 10);
});
