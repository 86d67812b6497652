import { assert, assertEquals } from "@std/assert";
import { METHODS } from "../../lib/methods/registry.ts";

Deno.test("every trained method has as many settings to try, and its defaults first", () => {
  for (const { name, kind, tune } of METHODS) {
    assertEquals(tune.length, kind === "features" ? 0 : 6, name);
    if (kind !== "features") assertEquals(tune[0], {}, name);
  }
});

Deno.test("the settings to try are options of their method, and all different", () => {
  for (const { name, options, tune } of METHODS) {
    const complete = tune.map((setting) => JSON.stringify(options.parse(setting)));
    assertEquals(new Set(complete).size, tune.length, name);
    assert(tune.slice(1).every((setting) => Object.keys(setting).length > 0), name);
  }
});
