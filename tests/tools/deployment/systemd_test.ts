import { assert, assertEquals } from "@std/assert";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { command } from "../../../cli/serve.ts";

const ANALYZE = "/usr/bin/systemd-analyze";
const UNIT = fileURLToPath(
  new URL("../../../tools/deployment/cohash-viewer.service", import.meta.url),
);

/** The worst exposure that the unit may have, of 10; units without any settings have 9.6. */
const WORST = 30;

const ignore = !existsSync(ANALYZE);
const missing = ignore ? " (skipped: apt-get install systemd)" : "";

Deno.test({
  name: `systemd-analyze finds the unit hardened${missing}`,
  ignore,
  fn: async () => {
    const { code, stdout, stderr } = await new Deno.Command(ANALYZE, {
      args: ["security", "--offline=true", `--threshold=${WORST}`, "--no-pager", UNIT],
    }).output();
    assertEquals(code, 0, new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr));
    // Settings that systemd does not know are told of there.
    assert(!/Unknown|Failed to parse/i.test(new TextDecoder().decode(stderr)));
  },
});

Deno.test("the unit starts the viewer with options that there are", async () => {
  const text = (await Deno.readTextFile(UNIT)).replaceAll("\\\n", " ");
  const line = /^ExecStart=(.*)$/m.exec(text)![1]!;
  const known = command().options.map(({ long }) => long);
  const used = line.match(/--[\w-]+/g)!;
  assert(used.length > 4);
  assertEquals(used.filter((option) => !known.includes(option)), []);
});
