import { assert, assertEquals } from "@std/assert";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { csvCellText, csvText } from "../../lib/base/csv.ts";

const cell = fc.string({
  unit: fc.constantFrom(..."=+-@'\"\t\r\n,;|1.a é\uff1d"),
  maxLength: 6,
});

Deno.test("no text that csvText() writes begins a formula, and each is read back", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell.map((text) => `x${text}`), cell), { minLength: 1 }),
      (rows) => {
        const read: string[][] = parse(csvText(rows), { record_delimiter: "\r\n" });
        for (const [, text] of read) {
          const isNumber = text!.trim() !== "" && Number.isFinite(Number(text)) &&
            text === text!.trim();
          assert(isNumber || !/^\s*[=+\-@\uff1d]|^[\t\r\n]/.test(text!), JSON.stringify(text));
        }
        assertEquals(read.map((row) => row.map(csvCellText)), rows);
      },
    ),
    { seed: 7, numRuns: 2000 },
  );
});

Deno.test("csvText() leaves numbers numbers, and nothing empty", () => {
  assertEquals(
    csvText([["a", -0.5, "-0.5", "+1e-3", true], ["-a", null, undefined, 0, false]]),
    "a,-0.5,-0.5,+1e-3,true\r\n'-a,,,0,false\r\n",
  );
});

Deno.test("csvText() keeps every known way to a formula shut", () => {
  for (const text of ["=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", " =1", "\n=1"]) {
    const [[written]] = parse(csvText([[text]]), { record_delimiter: "\r\n" }) as [[string]];
    assertEquals(written, `'${text}`);
  }
});
