/**
 * One film of a synthetic patient: how it was taken, which findings show, and its pixels.
 *
 * @module
 */
import type { Random } from "../../base/random.ts";
import { type Anatomy, clippedNormal, drawAnatomy, raiseDiaphragm, type Side } from "./anatomy.ts";
import type { View } from "./canvas.ts";
import { type Chest, drawChest, drawTissueNoise, type Projection } from "./chest.ts";
import { FINDINGS, type Sign } from "./findings/mod.ts";
import type { FindingName } from "./label_sets.ts";

/** Of the films of ChestX-ray14 with each finding, the share taken front to back (AP). */
const AP_SHARE: Readonly<Record<FindingName, number>> = {
  Atelectasis: 0.5,
  Cardiomegaly: 0.44,
  Effusion: 0.51,
  Infiltration: 0.53,
  Mass: 0.38,
  Nodule: 0.34,
  Pneumonia: 0.56,
  Pneumothorax: 0.36,
  Consolidation: 0.67,
  Edema: 0.88,
  Emphysema: 0.4,
  Fibrosis: 0.16,
  Pleural_Thickening: 0.29,
  Hernia: 0.15,
};
const AP_SHARE_NORMAL = 0.35;

/** Someone who is X-rayed, possibly several times. */
export interface Patient {
  readonly anatomy: Anatomy;
  /** Years at the first film. */
  readonly age: number;
  /** Decides what all films of the patient share, such as the place of a nodule. */
  readonly random: Random;
}

/** What {@linkcode renderFilm} draws. */
export interface FilmOptions {
  readonly size: number;
  readonly findings: readonly FindingName[];
  readonly projection: Projection;
  /** Decides what differs from film to film: position, exposure, severity, noise. */
  readonly random: Random;
}

/** Draws an adult; sexes and ages are about as frequent as in ChestX-ray14. */
export function drawPatient(random: Random): Patient {
  const sex = random.chance(0.435) ? "F" : "M";
  const age = Math.round(47 + 14 * clippedNormal(random));
  return {
    anatomy: drawAnatomy(sex, age, random.fork("anatomy")),
    age,
    random: random.fork("lasting"),
  };
}

/** Draws the projection of a film, as often AP as the most bedridden of its findings. */
export function drawProjection(findings: readonly FindingName[], random: Random): Projection {
  const shares = findings.map((finding) => AP_SHARE[finding]);
  const share = shares.length === 0 ? AP_SHARE_NORMAL : Math.max(...shares);
  return random.chance(share) ? "AP" : "PA";
}

/** The pixels of a film, `[size, size]` from 0 (black) to 255 (white). */
export function renderFilm(patient: Patient, options: FilmOptions): Uint8Array<ArrayBuffer> {
  const { size, findings, projection, random } = options;
  const present = FINDINGS.filter(({ name }) => findings.includes(name));
  let anatomy = posed(patient.anatomy, projection, random.fork("pose"));
  for (const { name, reshape } of present) {
    if (reshape !== undefined) anatomy = reshape(anatomy, signOf(name, patient, random));
  }
  const chest = drawChest(anatomy, {
    size,
    projection,
    view: drawView(projection, random.fork("view")),
    random: patient.random.fork("chest"),
  });
  for (const { name, paint } of present) paint?.(chest, signOf(name, patient, random));
  drawTissueNoise(chest, random.fork("tissue"));
  return expose(chest, projection, random.fork("exposure"));
}

/** Side and place belong to the patient; severity varies from film to film around the patient's. */
function signOf(finding: FindingName, patient: Patient, film: Random): Sign {
  const lasting = patient.random.fork(finding);
  const side: Side = lasting.chance(0.55) ? -1 : 1;
  const severity = lasting.float() + 0.15 * clippedNormal(film.fork(finding));
  return { side, severity: Math.min(1, Math.max(0, severity)), random: lasting };
}

/**
 * The chest as it is at that moment: breathing moves the diaphragm and, front to back, the heart
 * lies farther from the film and looks larger.
 */
function posed(anatomy: Anatomy, projection: Projection, random: Random): Anatomy {
  const lift = (projection === "AP" ? 1 : 0) + 0.4 * clippedNormal(random);
  const magnification = projection === "AP" ? 1.09 : 1;
  return { ...raiseDiaphragm(anatomy, lift), heartRatio: magnification * anatomy.heartRatio };
}

function drawView(projection: Projection, random: Random): View {
  const care = projection === "PA" ? 1 : 1.7;
  return {
    extent: 36 * (1 + 0.04 * clippedNormal(random)),
    rotation: 0.025 * care * clippedNormal(random),
    shiftX: 0.5 * care * clippedNormal(random),
    shiftY: 0.6 * care * clippedNormal(random),
  };
}

/** The film's response: transmission falls exponentially with attenuation, then fog and grain. */
function expose(chest: Chest, projection: Projection, random: Random): Uint8Array<ArrayBuffer> {
  const bedside = projection === "AP";
  const gain = 1.05 * Math.exp(0.1 * clippedNormal(random));
  const fog = bedside ? random.between(0.02, 0.12) : random.between(0, 0.05);
  const contrast = bedside ? random.between(0.8, 0.95) : random.between(0.92, 1.02);
  const grain = random.between(0.008, 0.024);
  const { frame, lung } = chest;
  const film = new Uint8Array(frame.values.length);
  for (const [pixel, value] of frame.values.entries()) {
    const attenuation = Math.max(0, value + lung.values[pixel]!);
    const exposed = 1 - Math.exp(-gain * attenuation);
    const brightness = fog + contrast * exposed + grain * random.normal();
    film[pixel] = Math.round(255 * Math.min(1, Math.max(0, brightness)));
  }
  return film;
}
