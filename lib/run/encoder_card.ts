/**
 * The encoder card: what a stranger must know to turn a film into a code with a run's
 * `encoder.onnx`, and nothing of how it was trained. It is the file `encoder.json` beside it.
 *
 * A section that is added later is optional here, so that older cards stay readable, and raises
 * {@linkcode CARD_FORMAT}, so that an older cohash says that the card is newer than itself.
 *
 * @module
 */
import { z } from "zod";
import { PROVIDERS } from "../autodiff/executors/runtimes.ts";
import type { Provider, RuntimeKind } from "../autodiff/executors/runtimes.ts";
import { type AskingCard, askingCardSchema } from "../asking/asking_card.ts";
import { InputError } from "../base/errors.ts";
import type { Consistency } from "../codes/consistent_codes.ts";
import type { FeatureTransform } from "../data/features/features.ts";
import type { FilmSettings } from "../data/images/decode.ts";
import type { FilmRange } from "../data/images/shade.ts";
import { type WorthCard, worthCardSchema } from "../worth/worth_card.ts";

/** The newest form of cards; those of earlier forms can be read. */
export const CARD_FORMAT = 5;

/** The form of a card whose encoder takes any number of films at once, as all did before format 5. */
export const ANY_BATCH_FORMAT = 4;

/**
 * What an encoder's folder holds; targets only where the method has any, what films are familiar only
 * where some were left to tell.
 */
export const ENCODER_FILES = {
  card: "encoder.json",
  encoder: "encoder.onnx",
  targets: "targets.npy",
  asking: "asking.npy",
  familiarity: "familiarity.npz",
} as const;

/** The content of `encoder.json`. */
export interface EncoderCard {
  /** See {@linkcode CARD_FORMAT}. */
  readonly format: number;
  /** The version of cohash that wrote it. */
  readonly cohash: string;
  /** The network from films or features to continuous codes; batch normalisation and the statistics of features are inside. */
  readonly encoder: {
    readonly file: typeof ENCODER_FILES.encoder;
    /** Of the file, in hexadecimal digits. */
    readonly sha256: string;
    /** How many films it takes at once, no more and no fewer; default: any number. */
    readonly batchSize?: number | undefined;
  };
  /** What goes in. */
  readonly input: FilmInput | FeatureInput;
  /** The frozen network between the films and the encoder, null where there is none. */
  readonly network: FrozenNetwork | null;
  /** What computed the run's own codes; others may differ from it in the last digit. */
  readonly runtime: {
    readonly kind: RuntimeKind;
    readonly providers: readonly Provider[];
    readonly threads: number;
  };
  /** K, the length of a code; a bit is 1 where its value is at least 0. */
  readonly bits: number;
  /** The names of the findings. */
  readonly labels: readonly string[];
  /** The findings' hash targets, null where the method has none. */
  readonly targets: {
    readonly file: typeof ENCODER_FILES.targets;
    /** The name of each row: the findings, and "No Finding" where it was trained as one more. */
    readonly labels: readonly string[];
  } | null;
  /**
   * How it is asked otherwise than by a film's own bits; its labels' vectors are `asking.npy`. Null
   * in a card of an earlier format.
   */
  readonly asking: AskingCard | null;
  /**
   * What answers are worth; the distributions of familiar films are `familiarity.npz`. Null in a card
   * of an earlier format.
   */
  readonly worth: WorthCard | null;
  /** How codes that are searched are made binary, those that ask being signs; default: as signs. */
  readonly binarise?: ({ readonly kind: "consistent" } & Consistency) | undefined;
}

/** Films `[n, channels, size, size]`. */
export interface FilmInput extends Omit<FilmSettings, "range"> {
  /** Tells it from {@linkcode FeatureInput}. */
  readonly kind: "films";
  /** One: grey. */
  readonly channels: 1;
  /** What is black and white in films deeper than 8 bits that name no window. */
  readonly greyRange: FilmRange;
  /** The values of black and of white. */
  readonly range: readonly [0, 1];
}

/** Features `[n, width]`. */
export interface FeatureInput {
  /** Tells it from {@linkcode FilmInput}. */
  readonly kind: "features";
  /** Length D of a film's features. */
  readonly width: number;
  /** What was done to the features of a file before they went in. */
  readonly transform: FeatureTransform;
}

/** A user's own network: films go in, the encoder's features come out. */
export interface FrozenNetwork {
  /** Where its file is, unless it lies beside the card. */
  readonly path: string;
  /** Of its content (unzipped), in hexadecimal digits. */
  readonly sha256: string;
  /** The output that is used, null for the first. */
  readonly output: string | null;
  /** 1, or 3 to give it the grey film three times. */
  readonly channels: 1 | 3;
  /** Subtracted from values 0 to 1, one a channel. */
  readonly mean: readonly number[];
  /** Divided by after, one a channel. */
  readonly deviation: readonly number[];
  /** Films sent through it at once. */
  readonly batchSize: number;
  /** Length of a feature vector. */
  readonly width: number;
}

const count = z.int().min(1);
const percent = z.number().min(0).max(100);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 hexadecimal digits");
const names = z.array(z.string().min(1)).min(1);

const inputSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("films"),
    size: count,
    channels: z.literal(1),
    fit: z.enum(["squash", "crop", "pad"]),
    window: z.enum(["file", "full"]),
    // Cards of format 1 have none.
    greyRange: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("full") }),
      z.strictObject({ kind: z.literal("percentiles"), low: percent, high: percent }),
    ]).default({ kind: "full" }),
    range: z.tuple([z.literal(0), z.literal(1)]),
  }),
  z.strictObject({
    kind: z.literal("features"),
    width: count,
    transform: z.enum(["none", "logit"]),
  }),
]);

const cardSchema: z.ZodType<EncoderCard> = z.strictObject({
  format: count,
  cohash: z.string(),
  encoder: z.strictObject({
    file: z.literal(ENCODER_FILES.encoder),
    sha256,
    // Cards of format 4 have none.
    batchSize: count.optional(),
  }),
  input: inputSchema,
  network: z.strictObject({
    path: z.string().min(1),
    sha256,
    output: z.string().nullable(),
    channels: z.union([z.literal(1), z.literal(3)]),
    mean: z.array(z.number()).min(1),
    deviation: z.array(z.number().positive()).min(1),
    batchSize: count,
    width: count,
  }).nullable(),
  runtime: z.strictObject({
    kind: z.enum(["auto", "onnxruntime", "onnxruntime-web"]),
    providers: z.array(z.enum(PROVIDERS)).min(1),
    threads: count,
  }),
  bits: z.int().min(8).multipleOf(8),
  labels: names,
  targets: z.strictObject({ file: z.literal(ENCODER_FILES.targets), labels: names }).nullable(),
  // Cards of formats 1 and 2 have none.
  asking: askingCardSchema.nullable().default(null),
  // Those of format 3 neither.
  worth: worthCardSchema.nullable().default(null),
  binarise: z.strictObject({
    kind: z.literal("consistent"),
    gamma: z.number().positive(),
    sweeps: count,
    sharpness: z.number().nonnegative(),
  }).optional(),
}).refine(({ input, network }) => network === null || input.kind === "films", {
  path: ["network"],
  error: "a frozen network takes films, and the input is features",
}).refine(({ binarise, targets }) => binarise === undefined || targets !== null, {
  path: ["binarise"],
  error: "codes are made consistent with targets, and there are none",
});

/** What is known of a card before its form is. */
const headSchema = z.looseObject({ format: z.int(), cohash: z.string().optional() });

/** The text of a card. */
export function formatCard(card: EncoderCard): string {
  return JSON.stringify(card, null, 2) + "\n";
}

/**
 * Reads the text of a card.
 *
 * @param path Of its file, for messages
 * @throws {InputError} if it is damaged, has keys that are unknown, or is of a newer cohash
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { parseCard } from "./encoder_card.ts";
 *
 * const text = '{"format": 9, "cohash": "9.0.0"}';
 * assertThrows(() => parseCard(text, "encoder.json"), Error, "cohash 9.0.0 wrote it");
 * ```
 */
export function parseCard(text: string, path: string): EncoderCard {
  const fail = (reason: string): never => {
    throw new InputError(`Cannot read the encoder card "${path}": ${reason}`);
  };
  const damaged = (reason: string) =>
    fail(`${reason}; the file is damaged, so make the run or the index anew`);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return damaged("it is not valid JSON");
  }
  const { data: head } = headSchema.safeParse(content);
  if (head !== undefined && head.format > CARD_FORMAT) {
    const { format, cohash = "a newer one" } = head;
    return fail(
      `it has format ${format} and this cohash reads up to ${CARD_FORMAT}; cohash ${cohash} ` +
        "wrote it, so use that",
    );
  }
  const { data, error } = cardSchema.safeParse(content);
  if (data !== undefined) return data;
  return damaged(
    error.issues.map(({ path, message }) => `${path.join(".") || "it"}: ${message}`).join("; "),
  );
}
