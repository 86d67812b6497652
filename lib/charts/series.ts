/**
 * How the series of a chart are told apart: by colour, dash and shape at once, so that a chart
 * stays legible in grey and for colour-blind readers (colours after Okabe & Ito, 2008).
 *
 * @module
 */
import { BASELINE, FEATURED, OTHERS, STEPS, type Tone } from "./theme.ts";

/** Scales for colour, dash and shape. */
export interface SeriesScales {
  readonly color: { readonly domain: string[]; readonly range: string[] };
  readonly dash: { readonly domain: string[]; readonly range: number[][] };
  readonly shape: { readonly domain: string[]; readonly range: string[] };
}

/** How one series looks. */
interface Look {
  readonly tone: Tone;
  readonly dash: readonly number[];
  readonly shape: string;
}

const SOLID: readonly number[] = [1, 0];
const DASHES: readonly (readonly number[])[] = [[7, 3], [2, 2], [9, 3, 2, 3], [4, 2]];
const SHAPES: readonly string[] = [
  "square",
  "triangle-up",
  "cross",
  "triangle-right",
  "triangle-left",
  // An x; with six shapes and five colours no two of thirty series have the same of both.
  "M-.9,-.6L-.6,-.9L0,-.3L.6,-.9L.9,-.6L.3,0L.9,.6L.6,.9L0,.3L-.6,.9L-.9,.6L-.3,0Z",
];
const KNOWN: Readonly<Record<string, Look>> = {
  cohash: { tone: FEATURED, dash: SOLID, shape: "circle" },
  random: { tone: BASELINE, dash: [1, 3], shape: "triangle-down" },
  hub: { tone: BASELINE, dash: [5, 5], shape: "diamond" },
};

/**
 * A colour, a dash and a shape for each named series. `cohash`, `random` and `hub` always look the
 * same; the others take theirs in the order given. Names that are levels of one quantity, such as
 * "16 bits" and "32 bits", share one hue that grows stronger with it. Equal names get one entry.
 */
export function seriesScales(names: readonly string[]): SeriesScales {
  const domain = [...new Set(names)];
  const levels = levelsOf(domain);
  const looks = levels === undefined ? looksOfMethods(domain) : looksOfLevels(levels.numbers);
  return {
    color: { domain, range: looks.map(({ tone }) => tone.light) },
    dash: { domain, range: looks.map(({ dash }) => [...dash]) },
    shape: { domain, range: looks.map(({ shape }) => shape) },
  };
}

function looksOfMethods(names: readonly string[]): Look[] {
  let taken = 0;
  return names.map((name) => {
    const known = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
    if (known !== undefined) return known;
    const index = taken++;
    return {
      tone: OTHERS[index % OTHERS.length]!,
      dash: DASHES[index % DASHES.length]!,
      shape: SHAPES[index % SHAPES.length]!,
    };
  });
}

/** The faintest step that still stands out from the page as a line. */
const FAINTEST_LINE = 3;

function looksOfLevels(numbers: readonly number[]): Look[] {
  const order = numbers.toSorted((a, b) => a - b);
  return numbers.map((number) => {
    const rank = order.indexOf(number);
    const share = rank / (order.length - 1);
    const step = Math.round(FAINTEST_LINE + share * (STEPS.length - 1 - FAINTEST_LINE));
    return { tone: STEPS[step]!, dash: SOLID, shape: ["circle", ...SHAPES][rank % 7]! };
  });
}

/** Names that differ in nothing but a number. */
export interface Levels {
  /** What all names share, without signs such as "=": "ε" of "ε = 0.1", "bits" of "16 bits". */
  readonly quantity: string;
  /** The number of each name. */
  readonly numbers: readonly number[];
}

/**
 * The levels that two or more names stand for; undefined if they differ in more than a number.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { levelsOf } from "./series.ts";
 *
 * assertEquals(levelsOf(["ε = 0", "ε = 0.1"]), { quantity: "ε", numbers: [0, 0.1] });
 * assertEquals(levelsOf(["16 bits", "32 bits"]), { quantity: "bits", numbers: [16, 32] });
 * assertEquals(levelsOf(["cohash", "csq"]), undefined);
 * ```
 */
export function levelsOf(names: readonly string[]): Levels | undefined {
  const parts = names.map((name) => /^(\D*?)(-?\d+(?:\.\d+)?(?:e-?\d+)?)(\D*)$/.exec(name));
  const [first] = parts;
  if (!first || names.length < 2) return undefined;
  const isLevel = parts.every((part) => part?.[1] === first[1] && part?.[3] === first[3]);
  const numbers = parts.map((part) => Number(part?.[2]));
  if (!isLevel || new Set(numbers).size < numbers.length) return undefined;
  return { quantity: `${first[1]} ${first[3]}`.replaceAll(/[=:]/g, " ").trim(), numbers };
}
