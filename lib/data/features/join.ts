/**
 * Which labelled films and which features belong together.
 *
 * @module
 */
import { InputError } from "../../base/errors.ts";

/** Which films of two sources belong together. */
export interface Join {
  /** Row numbers in both, ascending by those of the annotations. */
  readonly pairs: readonly { readonly annotated: number; readonly featured: number }[];
  /** Ids of annotated films without features. */
  readonly onlyAnnotated: readonly string[];
  /** Ids of films with features and no annotations. */
  readonly onlyFeatured: readonly string[];
  /** How many pairs have ids that differ in folders or ending. */
  readonly byName: number;
}

/** Of files that a film may be in, and that features of it may be called after. */
const ENDING = /\.(png|jpe?g|dcm|dicom|tiff?|bmp|webp|npy|nii)(\.gz)?$/i;

/**
 * Pairs annotated films with feature rows: by the same id, else by the same file name, where one of
 * the two ids may have folders before it that the other leaves out, else by that name without its
 * ending. So `images/00000001_000.png` belongs to `00000001_000.png` and to `00000001_000`.
 *
 * @throws {InputError} if the two have no film in common, or a name fits more than one film; the
 * message names both
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { joinById } from "./join.ts";
 *
 * assertEquals(joinById(["a", "b", "c"], ["c", "x", "images/a.png"]), {
 *   pairs: [{ annotated: 0, featured: 2 }, { annotated: 2, featured: 0 }],
 *   onlyAnnotated: ["b"],
 *   onlyFeatured: ["x"],
 *   byName: 1,
 * });
 * ```
 */
export function joinById(annotatedIds: readonly string[], featuredIds: readonly string[]): Join {
  const rowOf = new Map(featuredIds.map((id, row) => [id, row]));
  const isAnnotated = new Set(annotatedIds);
  const rowsOfStem = Map.groupBy(featuredIds.keys(), (row) => stemOf(featuredIds[row]!));
  // Which annotated film a feature row was given to by its name.
  const givenTo = new Map<number, string>();
  const pairs: { annotated: number; featured: number }[] = [];
  for (const [annotated, id] of annotatedIds.entries()) {
    const same = rowOf.get(id);
    if (same !== undefined) {
      pairs.push({ annotated, featured: same });
      continue;
    }
    const featured = namesake(id, featuredIds, rowsOfStem.get(stemOf(id)) ?? []);
    // A row whose own id is annotated belongs to that film.
    if (featured === undefined || isAnnotated.has(featuredIds[featured]!)) continue;
    const other = givenTo.get(featured);
    if (other !== undefined) throw ambiguous(featuredIds[featured]!, "labels", [other, id]);
    givenTo.set(featured, id);
    pairs.push({ annotated, featured });
  }
  if (pairs.length === 0) {
    throw new InputError(
      `Cannot join features and labels: they have no film in common; the labels name films such ` +
        `as "${annotatedIds[0]}", the features such as "${featuredIds[0]}"`,
    );
  }
  const joinedAnnotated = new Set(pairs.map(({ annotated }) => annotated));
  const joinedFeatured = new Set(pairs.map(({ featured }) => featured));
  return {
    pairs,
    onlyAnnotated: annotatedIds.filter((_, row) => !joinedAnnotated.has(row)),
    onlyFeatured: featuredIds.filter((_, row) => !joinedFeatured.has(row)),
    byName: givenTo.size,
  };
}

/** The row of the only id that fits by its name, the same ending first. */
function namesake(
  id: string,
  ids: readonly string[],
  candidates: readonly number[],
): number | undefined {
  const fitting = candidates.filter((row) => hasSameFolders(id, ids[row]!));
  const withEnding = fitting.filter((row) => fileNameOf(ids[row]!) === fileNameOf(id));
  const [row, other] = withEnding.length > 0 ? withEnding : fitting;
  if (row !== undefined && other !== undefined) {
    throw ambiguous(id, "features", [ids[row]!, ids[other]!]);
  }
  return row;
}

function ambiguous(id: string, source: string, [first, second]: readonly [string, string]) {
  return new InputError(
    `Cannot join features and labels: "${id}" may be "${first}" or "${second}" of the ${source}; ` +
      "give these films the same ids in both",
  );
}

/** Whether the folders of one id end with those of the other. */
function hasSameFolders(id: string, other: string): boolean {
  const [folders, others] = [foldersOf(id), foldersOf(other)];
  const count = Math.min(folders.length, others.length);
  return count === 0 || folders.slice(-count).join("/") === others.slice(-count).join("/");
}

function foldersOf(id: string): string[] {
  return id.split(/[\\/]/).slice(0, -1).filter((folder) => folder !== "" && folder !== ".");
}

function fileNameOf(id: string): string {
  return id.split(/[\\/]/).at(-1)!;
}

function stemOf(id: string): string {
  return fileNameOf(id).replace(ENDING, "");
}
