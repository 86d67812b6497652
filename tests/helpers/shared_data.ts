/**
 * The one place that knows where the optional real data lies: in `../shared/data` beside the
 * repository. Tests and benchmarks that want it are skipped, with a message, where it is absent.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The path of a file or folder of the real data, or undefined where it is absent. */
export function sharedData(name: string): string | undefined {
  const path = fileURLToPath(new URL(`../../../shared/data/${name}`, import.meta.url));
  return existsSync(path) ? path : undefined;
}

/** Registers a test that needs real data; without it the test is ignored and says why. */
export function testWithSharedData(
  name: string,
  files: readonly string[],
  body: (paths: readonly string[]) => Promise<void> | void,
): void {
  const paths = files.map(sharedData);
  const absent = files.filter((_, i) => paths[i] === undefined);
  const title = absent.length === 0 ? name : `${name} (skipped: no ../shared/data/${absent[0]})`;
  Deno.test({
    name: title,
    ignore: absent.length > 0,
    fn: () => body(paths.filter((path) => path !== undefined)),
  });
}
