import { assertEquals } from "@std/assert";
import { skipSummary, tally } from "../../tools/test.ts";

const OUTPUT = `running 4 tests from ./tests/a_test.ts
a film ... ok (3ms)
real films (skipped: no ../shared/data/labels.csv) ... ignored (0ms)
more of them (skipped: no ../shared/data/labels.csv) ... ignored (0ms)
a study
  (skipped: it is a feature ... ignored (0ms)
spreads (skipped: sbatch is not installed) ... ignored (0ms)

ok | 1 passed | 0 failed | 4 ignored (5ms)
`;

Deno.test("skipSummary() gives each reason once, with what would bring the tests", () => {
  assertEquals(
    skipSummary(OUTPUT),
    [
      "Skipped:",
      "  2 × no ../shared/data/labels.csv: put the data beside the repository",
      '  1 × "(skipped: it is a feature" gives no reason',
      "  1 × sbatch is not installed: tools/install_debian_packages.sh",
      "",
    ].join("\n"),
  );
  assertEquals(skipSummary("a film that is ignored ... ok (3ms)\n"), "");
});

Deno.test("tally() is the last line of the tests' own", () => {
  assertEquals(tally(OUTPUT), "ok | 1 passed | 0 failed | 4 ignored (5ms)");
  assertEquals(tally("error: Uncaught"), undefined);
});
