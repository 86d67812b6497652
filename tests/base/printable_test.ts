import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { printable, printableName } from "../../lib/base/printable.ts";

Deno.test("printable() shows control characters as JSON writes them", () => {
  assertEquals(printable("a\u001b[31mred\u0007\u0085\r"), "a\\u001b[31mred\\u0007\\u0085\\u000d");
  assertEquals(printable("a\tb\r\nc\n"), "a\tb\r\nc\n");
  assertEquals(printable("film\u202egnp.exe"), "film\\u202egnp.exe");
  assertEquals(printableName("a\tb\r\nc"), "a\\u0009b\\u000d\\u000ac");
});

Deno.test("printable() leaves nothing that a terminal obeys, and JSON the same content", () => {
  const text = fc.string({ unit: fc.integer({ max: 0x2100 }).map((c) => String.fromCharCode(c)) });
  fc.assert(fc.property(text, (text) => {
    // deno-lint-ignore no-control-regex
    assert(!/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u202e]/.test(printable(text)));
    assertEquals(JSON.parse(printable(JSON.stringify({ text }))), { text });
    assert(!/[\n\r\t]/.test(printableName(text)));
  }));
});
