/**
 * Folders for the files that tests write.
 *
 * @module
 */

/** Makes a folder that is removed when the tests end. */
export async function temporaryFolder(): Promise<string> {
  const path = await Deno.makeTempDir({ prefix: "cohash-" });
  addEventListener("unload", () => Deno.removeSync(path, { recursive: true }));
  return path;
}
