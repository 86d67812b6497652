import { assert, assertEquals } from "@std/assert";
import type { DataInput } from "../../lib/data/option_types.ts";
import { dataSchema } from "../../lib/data/schema.ts";

/** The path and message of each problem with these options. */
function problems(options: unknown): string[] {
  const { error } = dataSchema.safeParse(options);
  return error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];
}

const NIH = { kind: "nih", metadata: "labels.csv", images: "films" } as const;
const TABLE = { ...NIH, kind: "table" } as const;

Deno.test("dataSchema fills in the defaults of every kind", () => {
  const database = "train+validation";
  const split = { kind: "patients", train: 0.7, validation: 0.1, query: 0.2, database } as const;
  assertEquals(dataSchema.parse({ kind: "phantom" }), {
    kind: "phantom",
    films: 2000,
    imageSize: 64,
    positivesOnly: false,
    split,
  });
  assertEquals(dataSchema.parse(NIH), {
    ...NIH,
    imageSize: 64,
    fit: "squash",
    dicom: { window: "file" },
    range: { kind: "full" },
    positivesOnly: false,
    split,
  });
  const columns = { id: "id", labels: { kind: "columns" as const, ignore: [] } };
  const features: DataInput = { kind: "features", features: "f.csv", metadata: "labels.csv" };
  assertEquals(dataSchema.parse(features), {
    ...features,
    transform: "none",
    positivesOnly: false,
    columns,
    uncertain: { kind: "ignore" },
    split,
  });
  const npz: DataInput = { kind: "npz", images: "chestmnist.npz" };
  assertEquals(dataSchema.parse(npz), {
    ...npz,
    positivesOnly: false,
    split: { database },
  });
});

for (
  const [what, options, problem] of [
    ["an unknown kind", { kind: "mri" }, "kind: Invalid discriminator value"],
    ["an unknown key", { ...NIH, imagesize: 64 }, 'Unrecognized key: "imagesize"'],
    ["a key of another kind", { ...NIH, transform: "logit" }, 'Unrecognized key: "transform"'],
    ["no metadata", { kind: "nih", images: "films" }, "metadata: Invalid input: expected string"],
    ["a size that is no integer", { ...NIH, imageSize: 64.5 }, "imageSize: Invalid input"],
    ["a phantom of 100 pixels", { kind: "phantom", imageSize: 100 }, "imageSize: Invalid input"],
    [
      "one list alone",
      { ...NIH, split: { kind: "lists", query: "test.txt" } },
      "split.train: Invalid input: expected string",
    ],
    [
      "a share above 1 beside lists",
      { ...NIH, split: { kind: "lists", train: "train.txt", query: "test.txt", validation: 2 } },
      "split.validation: Too big",
    ],
    [
      "a list among shares",
      { ...NIH, split: { kind: "patients", query: "test.txt" } },
      "split.query: Invalid input: expected number",
    ],
    [
      "lists of films that a program draws",
      { kind: "phantom", split: { kind: "lists", train: "train.txt", query: "test.txt" } },
      'split.kind: Invalid input: expected "patients"',
    ],
    [
      "a belief without the policy that reads it",
      { ...TABLE, uncertain: { kind: "zeros", value: 0.3 } },
      'uncertain: Unrecognized key: "value"',
    ],
    [
      "a separator of labels in columns",
      { ...TABLE, columns: { labels: { kind: "columns", separator: ";" } } },
      'columns.labels: Unrecognized key: "separator"',
    ],
    [
      "columns left out beside a list of labels",
      { ...TABLE, columns: { labels: { kind: "list", column: "found", ignore: ["who"] } } },
      'columns.labels: Unrecognized key: "ignore"',
    ],
    [
      "shares above 1",
      { ...NIH, split: { kind: "patients", train: 0.9, query: 0.5 } },
      "split: the shares train, validation and query must sum to at most 1",
    ],
    [
      "an unknown policy",
      { kind: "chexpert", metadata: "t.csv", images: "i", uncertain: { kind: "maybe" } },
      "uncertain.kind: Invalid discriminator value",
    ],
  ] as const
) {
  Deno.test(`dataSchema rejects ${what}`, () => {
    const found = problems(options);
    assert(found.some((text) => text.includes(problem)), `${problem} is not in ${found}`);
  });
}

Deno.test("dataSchema takes shares that sum to 1 but for rounding", () => {
  const problemsOf = (shares: object) =>
    problems({ ...NIH, split: { kind: "patients", ...shares } });
  assertEquals(problemsOf({ train: 0.7, validation: 0.1, query: 0.2 }), []);
  assertEquals(problemsOf({ train: 0.6, validation: 0.3, query: 0.1 }), []);
});
