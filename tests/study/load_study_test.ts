import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { InputError } from "../../lib/base/errors.ts";
import { loadStudy } from "../../lib/study/load_study.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";

const STUDY = {
  question: "Do longer codes help?",
  baseline: "16 bits",
  rows: [16, 32].map((bits) => ({ name: `${bits} bits`, changes: { codes: { bits } } })),
};

Deno.test("loadStudy() reads a .ts or a .json file and names the study after it", async () => {
  await inTemporaryFolder(async (folder) => {
    const text = JSON.stringify(STUDY);
    await Deno.writeTextFile(join(folder, "bits.json"), text);
    await Deno.writeTextFile(join(folder, "more.ts"), `export const study = ${text};`);
    const expected = { name: "bits", study: STUDY };
    assertEquals(await loadStudy(join(folder, "bits.json")), expected);
    assertEquals(await loadStudy(join(folder, "more.ts")), { ...expected, name: "more" });
    assertEquals(await loadStudy("more", folder), { ...expected, name: "more" });
  });
});

Deno.test("loadStudy() explains what is wrong with a file", async () => {
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, "mine.json");
    const rejects = async (study: unknown, reason: string) => {
      await Deno.writeTextFile(file, JSON.stringify(study));
      await assertRejects(() => loadStudy(file), InputError, reason);
    };
    await rejects([], "expected a JSON object");
    await rejects({ ...STUDY, rows: 3 }, 'Cannot run the study "mine": rows: ');
    await rejects({ ...STUDY, rows: [{ name: "a" }] }, "rows.0.changes: ");
    await rejects({ ...STUDY, row: [] }, '"row"');
    await rejects({ ...STUDY, baseline: "16 bit" }, 'did you mean "16 bits"?');
    await assertRejects(() => loadStudy(join(folder, "no.ts")), InputError, "it is no file");
  });
});
