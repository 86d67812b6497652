import { assert, assertThrows } from "@std/assert";
import { bitBalance, bitCorrelation } from "../../lib/charts/code_bits.ts";
import { testDrawing, testPlot } from "./plots.ts";

testPlot(
  "bit_balance",
  bitBalance({
    database: [0.5, 0.25, 0, 1, 0.6, 0.4, 0.5, 0.5],
    query: [0.5, 0.3, 0.1, 1, 0.5, 0.5, 0.5, 0.4],
  }),
);
testPlot("bit_correlation", bitCorrelation([[1, -0.75, 0.1], [-0.75, 1, 0.3], [0.1, 0.3, 1]]));

testDrawing("bit_balance of no bits", bitBalance({ database: [], query: [] }));
testDrawing("bit_correlation of no bits", bitCorrelation([]));

Deno.test("bitBalance() refuses numbers of bits that differ", () => {
  assertThrows(
    () => bitBalance({ database: [0.5], query: [] }),
    RangeError,
    "the database has 1, the queries 0",
  );
});

Deno.test("bitBalance() reaches as far as the shares, bitCorrelation() as the correlations", () => {
  const text = (shares: Parameters<typeof bitBalance>[0]) => JSON.stringify(bitBalance(shares));
  assert(text({ database: [0.42], query: [0.5] }).includes('"domain":[0.4,0.6]'));
  assert(text({ database: [0.5], query: [0.75] }).includes('"domain":[0.2,0.8]'));
  const correlated = (r: number) => JSON.stringify(bitCorrelation([[1, r], [r, 1]]));
  assert(correlated(0.12).includes('"quantize","domain":[0,0.14]'));
  assert(correlated(-0.9).includes('"quantize","domain":[0,1.05]'));
});
