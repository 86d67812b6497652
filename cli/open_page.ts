/**
 * Showing a page in the user's browser.
 *
 * @module
 */

/** Milliseconds after which an opener that still runs counts as one that works. */
const PATIENCE = 2000;

/** Opens a file with the desktop's opener; says whether there is one and it did not fail. */
export async function openInBrowser(path: string): Promise<boolean> {
  const [program, ...args] = opener();
  if (program === undefined) return false;
  try {
    const child = new Deno.Command(program, {
      args: [...args, path],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    child.unref();
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(true), PATIENCE);
    child.status.then(({ success }) => resolve(success));
    return await promise.finally(() => clearTimeout(timer));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** The desktop's program for opening files; none on a Linux machine without a screen. */
function opener(): readonly string[] {
  switch (Deno.build.os) {
    case "darwin":
      return ["open"];
    case "windows":
      return ["explorer"];
    default: {
      const hasScreen = Deno.env.has("DISPLAY") || Deno.env.has("WAYLAND_DISPLAY");
      return hasScreen ? ["xdg-open"] : [];
    }
  }
}
