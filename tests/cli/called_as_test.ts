import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { asCalled } from "../../cli/called_as.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Runs the body as a task of the folder would, or as no task. */
function inTask(folder: string, calledFrom: string | undefined, body: () => void): void {
  const [before, from] = [Deno.cwd(), Deno.env.get("INIT_CWD")];
  const set = (value: string | undefined) =>
    value === undefined ? Deno.env.delete("INIT_CWD") : Deno.env.set("INIT_CWD", value);
  try {
    Deno.chdir(folder);
    set(calledFrom);
    body();
  } finally {
    Deno.chdir(before);
    set(from);
  }
}

Deno.test("asCalled() names tasks where a task of the project runs, and the command elsewhere", () => {
  const text = "make one with cohash index, see cohash train --help";
  inTask(ROOT, "/somewhere", () => {
    assertEquals(asCalled(text), "make one with deno task index, see deno task train --help");
    assertEquals(asCalled("cohash and orthohash"), "cohash and orthohash");
  });
  inTask(ROOT, undefined, () => assertEquals(asCalled(text), text));
  inTask("/tmp", "/tmp", () => assertEquals(asCalled(text), text));
});
