import { assertEquals, assertRejects } from "@std/assert";
import { InputError } from "../../lib/base/errors.ts";
import { parseConfig } from "../../lib/config/config_file.ts";
import { RunFolder } from "../../lib/run/run_folder.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";

Deno.test("RunFolder keeps a run of an earlier version without the prior that came later", async () => {
  await inTemporaryFolder(async (path) => {
    const config = parseConfig({
      data: { kind: "phantom" },
      backbone: { kind: "small-resnet" },
      loss: { prior: 0.5 },
    });
    const { kind: _, prior: __, ...loss } = config.loss!;
    const folder = new RunFolder(path);
    await folder.writeJson("config.json", { ...config, loss });
    assertEquals((await folder.config()).loss, { ...config.loss, prior: 0 });
    await folder.write("checkpoints/best.npz", "");
    await assertRejects(
      () => folder.open(config),
      InputError,
      "it holds another run (loss.prior: 0 there, 0.5 asked for)",
    );
  });
});
