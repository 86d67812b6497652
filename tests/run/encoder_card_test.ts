import { assertEquals, assertThrows } from "@std/assert";
import { InputError } from "../../lib/base/errors.ts";
import {
  type EncoderCard,
  type FilmInput,
  formatCard,
  parseCard,
} from "../../lib/run/encoder_card.ts";

const CARD: EncoderCard = {
  asking: null,
  worth: null,
  format: 2,
  cohash: "0.1.0",
  encoder: { file: "encoder.onnx", sha256: "0f".repeat(32) },
  input: {
    kind: "films",
    size: 64,
    channels: 1,
    fit: "pad",
    window: "full",
    greyRange: { kind: "percentiles", low: 0.1, high: 99.9 },
    range: [0, 1],
  },
  network: {
    path: "/networks/densenet.onnx",
    sha256: "a1".repeat(32),
    output: null,
    channels: 3,
    mean: [0.5],
    deviation: [0.25],
    batchSize: 16,
    width: 1024,
  },
  runtime: { kind: "auto", providers: ["cpu"], threads: 2 },
  bits: 32,
  labels: ["Edema", "Mass"],
  targets: { file: "targets.npy", labels: ["Edema", "Mass", "No Finding"] },
};

/** The error of a card that is changed so. */
function problem(change: Record<string, unknown>): string {
  const text = JSON.stringify({ ...CARD, ...change });
  return assertThrows(() => parseCard(text, "run/encoder.json"), InputError).message;
}

Deno.test("parseCard() reads what formatCard() writes", () => {
  const others: readonly EncoderCard[] = [
    CARD,
    { ...CARD, network: null, targets: null },
    { ...CARD, binarise: { kind: "consistent", gamma: 1.25, sweeps: 4, sharpness: 2 } },
    { ...CARD, network: null, input: { kind: "features", width: 14, transform: "logit" } },
  ];
  for (const card of others) assertEquals(parseCard(formatCard(card), "encoder.json"), card);
});

Deno.test("parseCard() reads cards of format 1, which stretched deep films over all their values", () => {
  const { greyRange: _, ...input } = CARD.input as FilmInput;
  const old = parseCard(JSON.stringify({ ...CARD, format: 1, input }), "encoder.json");
  assertEquals(old.input, { ...input, greyRange: { kind: "full" } });
});

Deno.test("parseCard() names what is wrong with a card, and what to do", () => {
  const mistakes: readonly (readonly [Record<string, unknown>, string])[] = [
    [{ bits: 33 }, "bits: "],
    [{ labels: [] }, "labels: "],
    [{ training: { epochs: 3 } }, '"training"'],
    [{ input: { ...CARD.input, crop: 3 } }, '"crop"'],
    [{ input: { kind: "sounds" } }, "input"],
    [{ encoder: { file: "../other.onnx", sha256: "0f".repeat(32) } }, "encoder.file: "],
    [{ encoder: { file: "encoder.onnx", sha256: "0f" } }, "expected 64 hexadecimal digits"],
    [{ input: { kind: "features", width: 4, transform: "none" } }, "a frozen network takes films"],
    [{ format: undefined }, "format: "],
    [
      { targets: null, binarise: { kind: "consistent", gamma: 1, sweeps: 4, sharpness: 2 } },
      "codes are made consistent with targets, and there are none",
    ],
  ];
  for (const [change, expected] of mistakes) {
    const message = problem(change);
    assertEquals(message.startsWith('Cannot read the encoder card "run/encoder.json": '), true);
    assertEquals(message.includes(expected), true, message);
    assertEquals(message.endsWith("so make the run or the index anew"), true, message);
  }
});

Deno.test("parseCard() says of a newer card what wrote it", () => {
  assertEquals(
    problem({ format: 6, cohash: "1.2.3", calibration: [] }),
    'Cannot read the encoder card "run/encoder.json": it has format 6 and this cohash reads up ' +
      "to 5; cohash 1.2.3 wrote it, so use that",
  );
});

Deno.test("parseCard() takes a card of format 3, which says nothing of the worth of answers", () => {
  const { worth: _, ...old } = { ...CARD, format: 3 };
  assertEquals(parseCard(JSON.stringify(old), "encoder.json").worth, null);
});
