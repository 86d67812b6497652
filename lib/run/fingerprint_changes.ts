/**
 * What has changed between two looks at a run's data, in words.
 *
 * @module
 */
import { formatCount } from "../charts/words.ts";
import type { DataFingerprint } from "./data_fingerprint.ts";

/** Two looks, and the places in the lists of both of the films that both have. */
interface Looks {
  readonly then: DataFingerprint;
  readonly now: DataFingerprint;
  readonly common: readonly (readonly [then: number, now: number])[];
}

/** What may differ, in the order in which it is told, and how it is put into words. */
const ASPECTS = {
  films: ({ then, now, common }: Looks) => [
    ...filmsThat("missing", then.ids, new Set(common.map(([row]) => row))),
    ...filmsThat("new", now.ids, new Set(common.map(([, row]) => row))),
  ],
  labels: (looks: Looks) => {
    const [was, is] = [looks.then.findings, looks.now.findings].map((names) => names.join(", "));
    if (was !== is) return [`its findings were ${was} and are ${is}`];
    return filmsWith("labels", "labels", looks);
  },
  patients: (looks: Looks) => filmsWith("patients", "patients", looks),
  contents: (looks: Looks) => {
    const [was, is] = [looks.then.input, looks.now.input];
    if (was !== is) return [`a film was ${was} and is ${is}`];
    return filmsWith(looks.then.contentsOf, "contents", looks);
  },
  parts: (looks: Looks) => filmsWith("the part in the split", "parts", looks),
  files: ({ then, now }: Looks) =>
    Object.keys(then.files)
      .filter((key) => now.files[key] !== undefined && now.files[key] !== then.files[key])
      .map((key) => `the content of the file of ${key} differs`),
};

/** What may differ between two looks; `parts` is what each film is used for. */
export type Aspect = keyof typeof ASPECTS;

const ALL = Object.keys(ASPECTS) as readonly Aspect[];

/**
 * What differs, as "labels of 5,100 of 8,500 films differ (such as "a.png")"; nothing where the data
 * are the same.
 *
 * @param among What is looked at; default: everything
 */
export function changesOf(
  then: DataFingerprint,
  now: DataFingerprint,
  among: readonly Aspect[] = ALL,
): readonly string[] {
  const rowOf = new Map(now.ids.map((id, row) => [id, row]));
  const common = then.ids.flatMap((id, row) => {
    const other = rowOf.get(id);
    return other === undefined ? [] : [[row, other] as const];
  });
  const changes = ALL.filter((aspect) => among.includes(aspect))
    .flatMap((aspect) => ASPECTS[aspect]({ then, now, common }));
  // Contents that differ have one short hash once in four thousand million times.
  const isHidden = among === ALL && changes.length === 0 && then.digest !== now.digest;
  return isHidden ? ["something of a film differs"] : changes;
}

function filmsThat(
  what: "missing" | "new",
  ids: readonly string[],
  common: ReadonlySet<number>,
): string[] {
  const others = ids.filter((_, row) => !common.has(row));
  if (others.length === 0) return [];
  const are = others.length === 1 ? "is" : "are";
  return [`${share(others.length, ids.length)} films ${are} ${what} (such as "${others[0]}")`];
}

function filmsWith(
  what: string,
  column: "labels" | "patients" | "contents" | "parts",
  { then, now, common }: Looks,
): string[] {
  const rows = common.filter(([a, b]) => then[column][a] !== now[column][b]);
  if (rows.length === 0) return [];
  const differ = rows.length === 1 ? "differs" : "differ";
  const example = then.ids[rows[0]![0]];
  return [`${what} of ${share(rows.length, common.length)} films ${differ} (such as "${example}")`];
}

function share(films: number, all: number): string {
  return `${formatCount(films)} of ${formatCount(all)}`;
}
