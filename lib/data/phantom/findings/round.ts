/**
 * Round shadows: mass, nodules and hernia.
 *
 * @module
 */
import { opposite } from "../anatomy.ts";
import { disc, ellipse, type Point, type Shape } from "../canvas.ts";
import type { Chest } from "../chest.ts";
import { lungPoint, type Sign } from "./sign.ts";

/** One large round opacity, wider than 3 cm. */
export function paintMass(chest: Chest, { side, severity, random }: Sign): void {
  const radius = 2 + 1.4 * severity;
  const place = lungPoint(chest.anatomy, side, random, { top: 0.15, bottom: 0.75, outer: 0.75 });
  const lobulation = random.between(0.75, 1);
  const shape = ellipse(place, [radius, lobulation * radius], random.between(0, Math.PI));
  chest.lung.fill(shape, 0.95, { softness: 0.7 });
}

/** One to three small round opacities, under 3 cm. */
export function paintNodules(chest: Chest, { side, severity, random }: Sign): void {
  const nodules = 1 + random.below(3);
  for (let nodule = 0; nodule < nodules; nodule++) {
    const where = nodule === 0 || random.chance(0.5) ? side : opposite(side);
    const place = lungPoint(chest.anatomy, where, random, { top: 0.12, bottom: 0.85, inner: 0.2 });
    const radius = random.between(0.7, 0.95) + 0.4 * severity;
    chest.lung.fill(disc(place, radius), 0.75, { softness: 0.5 });
  }
}

/** Stomach slid up behind the heart: a round shadow on the midline with air over a fluid level. */
export function paintHernia({ anatomy, frame }: Chest, { severity, random }: Sign): void {
  const radius = 2.6 + 1.6 * severity;
  const centre: Point = [random.between(-0.6, 1.6), anatomy.dome.left - 0.75 * radius];
  const sac = ellipse(centre, [1.12 * radius, radius]);
  const level = centre[1] + 0.15 * radius;
  frame.fill(sac, 0.35, { softness: 0.4 });
  const air = ellipse(centre, [1.12 * radius - 0.5, radius - 0.5]);
  const airAboveFluid: Shape = {
    bounds: air.bounds,
    distance: (x, y) => Math.max(air.distance(x, y), y - level),
  };
  frame.fill(airAboveFluid, -1.15, { softness: 0.4 });
}
