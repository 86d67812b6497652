/**
 * Keys and values of earlier versions and what they are called now.
 *
 * @module
 */
import { InputError } from "./errors.ts";

/**
 * Checks that options have none of the old keys and values.
 *
 * @param renamed The new key by the old one, such as `train.threads`; or the new value by the old
 * one, such as `data.repeats=mean`
 * @param problem What cannot be done, for the message
 * @throws {InputError} naming the new key of every old one
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { refuseOldKeys } from "./old_keys.ts";
 *
 * const options = { train: { threads: 2 } };
 * assertThrows(
 *   () => refuseOldKeys(options, { "train.threads": "engine.threads" }, "Cannot train"),
 *   Error,
 *   "Cannot train: train.threads is now engine.threads",
 * );
 * ```
 */
export function refuseOldKeys(
  options: unknown,
  renamed: Readonly<Record<string, string>>,
  problem: string,
): void {
  const found = Object.entries(renamed).filter(([old]) => {
    const [path = "", value] = old.split("=");
    return hasKey(options, path.split("."), value);
  });
  if (found.length === 0) return;
  throw new InputError(
    `${problem}: ${found.map(([old, now]) => `${old} is now ${now}`).join("; ")}`,
  );
}

function hasKey(input: unknown, path: readonly string[], value?: string): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return value === undefined || input === value;
  return typeof input === "object" && input !== null && Object.hasOwn(input, key) &&
    hasKey(Reflect.get(input, key), rest, value);
}
