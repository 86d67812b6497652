/**
 * What has changed between two looks at a run's data, in words.
 *
 * @module
 */
import { formatCount } from "../charts/words.ts";
import type { DataFingerprint } from "./data_fingerprint.ts";

/** A film's place in the lists of both fingerprints. */
type Pair = readonly [then: number, now: number];

/**
 * What differs, as "labels of 5,100 of 8,500 films differ (such as "a.png")"; nothing where the data
 * are the same.
 *
 * @param sameSplit Whether films must be in the same parts; default: yes
 */
export function changesOf(
  then: DataFingerprint,
  now: DataFingerprint,
  { sameSplit = true }: { readonly sameSplit?: boolean } = {},
): readonly string[] {
  const files = fileChanges(then, now);
  if (then.digest === now.digest) return files;
  const rowOf = new Map(now.ids.map((id, row) => [id, row]));
  const pairs = then.ids.flatMap((id, row): Pair[] => rowOf.has(id) ? [[row, rowOf.get(id)!]] : []);
  const common = new Set(pairs.map(([row]) => then.ids[row]!));
  const total = formatCount(pairs.length);
  const differing = (what: string, column: "labels" | "patients" | "contents" | "parts") => {
    const ids = pairs.filter(([a, b]) => then[column][a] !== now[column][b])
      .map(([row]) => then.ids[row]!);
    return ids.length === 0 ? [] : [
      `${what} of ${formatCount(ids.length)} of ${total} films ${
        ids.length === 1 ? "differs" : "differ"
      } (such as "${ids[0]}")`,
    ];
  };
  const sameFindings = JSON.stringify(then.findings) === JSON.stringify(now.findings);
  const changes = [
    ...filmsThat("missing", then.ids.filter((id) => !common.has(id)), then.ids.length),
    ...filmsThat("new", now.ids.filter((id) => !common.has(id)), now.ids.length),
    ...sameFindings
      ? differing("labels", "labels")
      : [`its findings were ${then.findings.join(", ")} and are ${now.findings.join(", ")}`],
    ...differing("patients", "patients"),
    ...then.input === now.input
      ? differing(then.contentsOf, "contents")
      : [`a film was ${then.input} and is ${now.input}`],
    ...sameSplit ? differing("the part in the split", "parts") : [],
    ...files,
  ];
  // Two rows that differ have one short hash once in four thousand million times.
  return changes.length > 0 || !sameSplit ? changes : ["something of a film differs"];
}

function filmsThat(what: "missing" | "new", ids: readonly string[], total: number): string[] {
  if (ids.length === 0) return [];
  const are = ids.length === 1 ? "is" : "are";
  return [
    `${formatCount(ids.length)} of ${formatCount(total)} films ${are} ${what} (such as "${
      ids[0]
    }")`,
  ];
}

function fileChanges({ files: then }: DataFingerprint, { files: now }: DataFingerprint): string[] {
  return Object.keys(then).filter((key) => now[key] !== undefined && now[key] !== then[key])
    .map((key) => `the content of the file of ${key} differs`);
}
