import { assertEquals } from "@std/assert";
import { servedModule } from "../../lib/viewer/page.ts";

const libraries = { "some-library": "/vendor/some.js" };

Deno.test("libraries become addresses where a module imports them, and nowhere else", () => {
  const source = [
    'import { a } from "some-library";',
    'import { b } from "./own.ts";',
    'const late = () => load("some-library", () => import("some-library"));',
  ].join("\n");
  const { body, imports } = servedModule(source, libraries);
  assertEquals(body.split("\n"), [
    'import { a } from "/vendor/some.js";',
    'import { b } from "./own.ts";',
    'const late = () => load("some-library", () => import("/vendor/some.js"));',
  ]);
  assertEquals(imports, ["some-library", "./own.ts", "some-library"]);
});
