import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { configFileOf, configOf, CONFIGS, STUDIES, studyOf } from "../../cli/shipped.ts";
import { InputError } from "../../lib/base/errors.ts";
import { sourceNames } from "../../lib/config/source_file.ts";
import { studyRuns } from "../../lib/study/grid.ts";

Deno.test("every shipped configuration is valid and goes by its name", async () => {
  const names = sourceNames(CONFIGS!);
  assert(names.includes("phantom"));
  for (const name of names) {
    const config = await configOf(name);
    assertEquals(await configOf(join(CONFIGS!, `${name}.ts`)), config);
    assertEquals(config.seed, 0);
  }
});

Deno.test("every shipped study can be run and goes by its name", async () => {
  const features = await configFileOf("chexnet_probs");
  const network = await configOf("nih", ["backbone.kind=onnx", "backbone.path=network.onnx"]);
  const names = sourceNames(STUDIES!);
  for (const name of ["bits", "components", "epsilon", "graph", "peers", "smoothing", "targets"]) {
    assert(names.includes(name), name);
  }
  for (const name of names) {
    const { study } = await studyOf(name);
    const data = name === "finetuning" ? network : features;
    const runs = studyRuns(study, { data, seeds: 1, folder: "out" });
    assertEquals(runs.length, study.rows.length * (study.columns?.length ?? 1));
    const settings = runs.map(({ config }) => JSON.stringify(config));
    assertEquals(new Set(settings).size, runs.length, `two settings of ${name} are the same`);
  }
});

Deno.test("names that nothing shipped has suggest what was meant", async () => {
  await assertRejects(() => configOf("phantm"), InputError, 'did you mean "phantom"?');
  await assertRejects(() => studyOf("epsilom"), InputError, 'did you mean "epsilon"?');
});
