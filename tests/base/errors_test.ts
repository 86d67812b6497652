import { assertEquals } from "@std/assert";
import { didYouMean } from "../../lib/base/errors.ts";

Deno.test("didYouMean() suggests the nearest known word, whatever its case", () => {
  assertEquals(didYouMean("epsilom", ["scale", "epsilon"]), ' (did you mean "epsilon"?)');
  assertEquals(didYouMean("EDEMA", ["Edema", "Mass"]), ' (did you mean "Edema"?)');
});

Deno.test("didYouMean() is silent when nothing is near", () => {
  assertEquals(didYouMean("tau", ["epsilon", "margin"]), "");
  assertEquals(didYouMean("tau", []), "");
});
