/**
 * Each finding is drawn alone and compared with the same chest without it, as attenuation, so that
 * no pose, exposure or grain blurs the comparison.
 */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { CHESTXRAY14_LABELS } from "../../../lib/data/dataset.ts";
import {
  type Anatomy,
  chestWall,
  costophrenicAngle,
  drawAnatomy,
  heartBorders,
  ofSide,
  opposite,
  type Side,
  SIDES,
} from "../../../lib/data/phantom/anatomy.ts";
import { type Box, Canvas } from "../../../lib/data/phantom/canvas.ts";
import { type Chest, drawChest } from "../../../lib/data/phantom/chest.ts";
import { type Finding, FINDINGS, type Sign } from "../../../lib/data/phantom/findings/mod.ts";
import type { FindingName } from "../../../lib/data/phantom/label_sets.ts";
import { Random } from "../../../lib/base/random.ts";

const VIEW = { extent: 36, rotation: 0, shiftX: 0, shiftY: 0 };
const SEEDS = [0, 1, 2, 3, 4, 5];

interface Comparison {
  /** The chest without the finding. */
  readonly healthy: Chest;
  /** Change of attenuation by the finding, `[64, 64]`. */
  readonly change: Float32Array;
}

function compare(name: FindingName, side: Side, severity: number, seed = 0): Comparison {
  const anatomy = drawAnatomy(seed % 2 === 0 ? "F" : "M", 50, new Random(`anatomy ${seed}`));
  const sign = (): Sign => ({ side, severity, random: new Random(`${name} ${seed}`) });
  const finding = findingOf(name);
  const healthy = draw(anatomy);
  const ill = draw(finding.reshape?.(anatomy, sign()) ?? anatomy);
  finding.paint?.(ill, sign());
  const before = attenuation(healthy);
  return { healthy, change: attenuation(ill).map((value, pixel) => value - before[pixel]!) };

  function draw(shape: Anatomy): Chest {
    const random = new Random(`vessels ${seed}`);
    return drawChest(shape, { size: 64, view: VIEW, projection: "PA", random });
  }
}

function findingOf(name: FindingName): Finding {
  const finding = FINDINGS.find((each) => each.name === name);
  assert(finding !== undefined);
  return finding;
}

function attenuation({ frame, lung }: Chest): Float32Array {
  return frame.values.map((value, pixel) => value + lung.values[pixel]!);
}

/** The mean change within a box. */
function meanWithin(change: Float32Array, box: Box): number {
  const inside = new Canvas(64, VIEW);
  inside.paint(box, () => 1);
  return meanOf(change, inside.values);
}

/** The mean change where the mask holds at least half of a pixel. */
function meanOf(change: Float32Array, mask: Float32Array): number {
  const chosen = change.filter((_, pixel) => mask[pixel]! >= 0.5);
  assert(chosen.length > 0, "the region holds no pixel");
  return chosen.reduce((sum, value) => sum + value, 0) / chosen.length;
}

/** Square centimetres that change by more than the threshold. */
function area(change: Float32Array, threshold: number): number {
  return change.filter((value) => value > threshold).length * (36 / 64) ** 2;
}

/** A box by its distances beside the midline. */
function boxBeside(side: Side, from: number, to: number, top: number, bottom: number): Box {
  const [left, right] = side === 1 ? [from, to] : [-to, -from];
  return { left, right, top, bottom };
}

const angle = (anatomy: Anatomy, side: Side) => {
  const y = costophrenicAngle(anatomy, side);
  return boxBeside(side, anatomy.halfWidth - 2.2, anatomy.halfWidth - 0.3, y - 2.2, y - 0.8);
};
const apicalRim = (anatomy: Anatomy, side: Side) => {
  const y = anatomy.apex + 4;
  const wall = chestWall(anatomy, y);
  return boxBeside(side, wall - 1.1, wall - 0.3, y - 1, y + 1);
};
const lateralWall = (anatomy: Anatomy, side: Side) => {
  const wall = chestWall(anatomy, 0);
  return boxBeside(side, wall - 0.9, wall - 0.2, -1.5, 1.5);
};
const aboveDome = (anatomy: Anatomy, side: Side) => {
  const y = ofSide(anatomy.dome, side);
  return boxBeside(side, 5.5, 8.5, y - 1.4, y - 0.6);
};
const belowDome = (anatomy: Anatomy, side: Side) => {
  const y = ofSide(anatomy.dome, side);
  return boxBeside(side, 5.5, 8.5, y + 0.4, y + 1.2);
};
const beyondHeart = (anatomy: Anatomy, side: Side) => {
  const { left, right } = heartBorders(anatomy);
  const edge = side === 1 ? left : -right;
  return boxBeside(side, edge + 0.3, edge + 1.3, anatomy.dome.left - 3.5, anatomy.dome.left - 2);
};
const perihilar = (_: Anatomy, side: Side) => boxBeside(side, 4.5, 7, -4, 3);
const peripheral = (anatomy: Anatomy, side: Side) =>
  boxBeside(side, 0.6 * anatomy.halfWidth, 0.75 * anatomy.halfWidth, -3, 2);
const retrocardiac = ({ dome }: Anatomy, side: Side) =>
  boxBeside(side, 0, 1.5, dome.left - 4.2, dome.left - 2.8);

type Region = (anatomy: Anatomy, side: Side) => Box;
type Effect = "brighter" | "darker" | "unchanged";

/** What each finding does where: on its own side, and on the other side where that is told. */
const EXPECTED: readonly (readonly [FindingName, Region, own: Effect, other?: Effect])[] = [
  ["Atelectasis", aboveDome, "brighter"],
  ["Atelectasis", beyondHeart, "brighter"],
  ["Cardiomegaly", beyondHeart, "brighter", "brighter"],
  ["Cardiomegaly", apicalRim, "unchanged", "unchanged"],
  ["Effusion", angle, "brighter"],
  ["Effusion", apicalRim, "unchanged", "unchanged"],
  ["Pneumothorax", apicalRim, "darker", "unchanged"],
  ["Edema", perihilar, "brighter", "brighter"],
  ["Emphysema", belowDome, "darker", "darker"],
  ["Emphysema", peripheral, "darker", "darker"],
  ["Pleural_Thickening", lateralWall, "brighter", "unchanged"],
  ["Pleural_Thickening", perihilar, "unchanged", "unchanged"],
  ["Hernia", retrocardiac, "darker", "darker"],
  ["Hernia", peripheral, "unchanged", "unchanged"],
];

for (const [name, region, own, other] of EXPECTED) {
  Deno.test(`${name} leaves the ${region.name} ${own} on its side`, () => {
    for (const seed of SEEDS) {
      for (const side of SIDES) {
        const { healthy, change } = compare(name, side, 0.6, seed);
        check(meanWithin(change, region(healthy.anatomy, side)), own);
        if (other === undefined) continue;
        check(meanWithin(change, region(healthy.anatomy, opposite(side))), other);
      }
    }
  });
}

function check(change: number, effect: Effect): void {
  if (effect === "unchanged") assertAlmostEquals(change, 0, 0.05);
  else assert(effect === "brighter" ? change > 0.06 : change < -0.06, `it changes by ${change}`);
}

Deno.test("FINDINGS names each of the fourteen labels once", () => {
  const names = FINDINGS.map(({ name }) => name).toSorted();
  assertEquals(names, CHESTXRAY14_LABELS.toSorted());
});

for (const { name } of FINDINGS) {
  Deno.test(`${name} shows when slight and shows more when severe`, () => {
    const total = (severity: number) =>
      SEEDS.reduce((sum, seed) => {
        const { change } = compare(name, 1, severity, seed);
        return sum + change.reduce((subtotal, value) => subtotal + Math.abs(value), 0);
      }, 0) / SEEDS.length;
    const [slight, severe] = [total(0), total(1)];
    assert(slight > 2, `slight: ${slight}`);
    assert(severe > 1.15 * slight, `slight ${slight}, severe ${severe}`);
  });
}

Deno.test("Atelectasis raises one half of the diaphragm and draws the mediastinum there", () => {
  const { reshape } = findingOf("Atelectasis");
  assert(reshape !== undefined);
  const before = drawAnatomy("M", 50, new Random(1));
  for (const side of SIDES) {
    const after = reshape(before, { side, severity: 0.5, random: new Random(2) });
    assert(ofSide(after.dome, side) < ofSide(before.dome, side) - 1);
    assertEquals(ofSide(after.dome, opposite(side)), ofSide(before.dome, opposite(side)));
    assertEquals(Math.sign(after.mediastinalShift), side);
  }
});

Deno.test("Mass is wider than 3 cm and each Nodule is not", () => {
  const largestNodules = 3 * Math.PI * 1.5 ** 2;
  for (const seed of SEEDS) {
    const mass = area(compare("Mass", -1, 0, seed).change, 0.45);
    assert(mass > 0.9 * Math.PI * 1.5 ** 2, `a small mass covers ${mass} square centimetres`);
    const nodules = area(compare("Nodule", -1, 1, seed).change, 0.35);
    assert(nodules > 0 && nodules < largestNodules, `nodules cover ${nodules} square centimetres`);
  }
});

Deno.test("Pneumonia and Consolidation lie in one lung, Consolidation the denser", () => {
  for (const seed of SEEDS) {
    for (const side of SIDES) {
      const density = (["Pneumonia", "Consolidation"] as const).map((name) => {
        const { healthy, change } = compare(name, side, 0.5, seed);
        assert(meanOf(change, ofSide(healthy.lungMask, side)) > 0.03, `${name} is too faint`);
        assertAlmostEquals(meanOf(change, ofSide(healthy.lungMask, opposite(side))), 0, 0.005);
        return area(change, 0.8);
      });
      assertEquals(density[0], 0);
      assert(density[1]! > 20, `${density[1]} square centimetres are consolidated`);
    }
  }
});

Deno.test("Infiltration is a haze through which the lung shows", () => {
  for (const seed of SEEDS) {
    const { healthy, change } = compare("Infiltration", 1, 0.5, seed);
    const mean = meanOf(change, healthy.lungMask.left);
    assert(mean > 0.02 && mean < 0.3, `the lung becomes denser by ${mean}`);
    assert(area(change, 0.05) > 20, "it should be spread out");
  }
});

Deno.test("Fibrosis draws lines in the lower lungs and leaves the upper ones", () => {
  for (const seed of SEEDS) {
    const { healthy: { anatomy }, change } = compare("Fibrosis", 1, 0.5, seed);
    for (const side of SIDES) {
      const dome = ofSide(anatomy.dome, side);
      const basal = meanWithin(change, boxBeside(side, 5, 10, dome - 5, dome - 2));
      const apical = meanWithin(change, boxBeside(side, 4, 8, -9, -5));
      assert(basal > 0.08, `the base becomes denser by ${basal}`);
      assertAlmostEquals(apical, 0, 0.02);
    }
  }
});
