/**
 * What is known of films' labels where some are missing, and which label sets agree with it.
 *
 * @module
 */
import type { LabelMatrix } from "../dataset.ts";
import { PRESENT_FROM } from "./label_sets.ts";

/** A label as far as it is known. */
type Answer = "present" | "absent" | "unknown";

/** What is known of the labels of films; those of which the same is known share an entry. */
export interface KnownLabels {
  /** `[A]` distinct lists of one answer a label, in order of first occurrence. */
  readonly answers: readonly (readonly Answer[])[];
  /** `[n]` the index in `answers` of each film. */
  readonly ofFilm: Uint32Array;
}

/**
 * What is known of the labels of these films. Soft values count as present from 0.5.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { knownLabels } from "./known_labels.ts";
 *
 * const values = Float32Array.of(1, NaN, 0, 1, 0.7, NaN);
 * const { answers, ofFilm } = knownLabels({ names: ["Edema", "Mass"], values }, [0, 1, 2]);
 * assertEquals(answers, [["present", "unknown"], ["absent", "present"]]);
 * assertEquals([...ofFilm], [0, 1, 0]);
 * ```
 */
export function knownLabels(
  { names, values }: LabelMatrix,
  rows: ArrayLike<number>,
): KnownLabels {
  const answers: Answer[][] = [];
  const indexes = new Map<string, number>();
  const ofFilm = Uint32Array.from(rows, (row) => {
    const film = values.subarray(row * names.length, (row + 1) * names.length);
    const answer = Array.from(film, answerOf);
    const key = answer.join();
    const index = indexes.get(key) ?? answers.push(answer) - 1;
    indexes.set(key, index);
    return index;
  });
  return { answers, ofFilm };
}

function answerOf(value: number): Answer {
  if (Number.isNaN(value)) return "unknown";
  return value >= PRESENT_FROM ? "present" : "absent";
}

/**
 * The indexes of the sets that a film may have of which so much is known: they hold every label
 * that is present and none that is absent.
 *
 * @param sets Label numbers
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { agreeingSets } from "./known_labels.ts";
 *
 * assertEquals(agreeingSets(["present", "unknown", "absent"], [[0], [0, 1], [0, 2], [1]]), [0, 1]);
 * ```
 */
export function agreeingSets(
  answer: readonly Answer[],
  sets: readonly (readonly number[])[],
): readonly number[] {
  const present = answer.filter((each) => each === "present").length;
  const agrees = (set: readonly number[]) => {
    let shared = 0;
    for (const label of set) {
      if (answer[label] === "absent") return false;
      if (answer[label] === "present") shared++;
    }
    return shared === present;
  };
  return sets.flatMap((set, index) => agrees(set) ? [index] : []);
}
