import { assertEquals, assertRejects } from "@std/assert";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { InputError } from "../../lib/base/errors.ts";
import { encodeNpy } from "../../lib/base/npy.ts";
import { Encoder } from "../../lib/run/encoder.ts";
import { copyEncoder, identityOf, readEncoder, readTargets } from "../../lib/run/encoder_files.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { tinyFilmConfig, writeNetwork } from "../helpers/tiny_film_run.ts";
import { runIn, tinyConfig } from "../helpers/tiny_run.ts";

function sha256(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

Deno.test("identityOf() is the checksum of all networks that make a code", () => {
  const encoder = new TextEncoder().encode("encoder");
  const network = new TextEncoder().encode("network");
  assertEquals(identityOf({ encoder }), sha256("encoder"));
  assertEquals(identityOf({ encoder, network }), sha256("encoder", "network"));
});

Deno.test("copyEncoder() leaves an encoder that finds its frozen network from anywhere", async () => {
  await inTemporaryFolder(async (folder) => {
    const network = join(folder, "network.onnx");
    await writeNetwork(network);
    const { folder: run } = await runIn(
      join(folder, "run"),
      tinyFilmConfig({ kind: "onnx", path: network, size: 64, hidden: 16 }),
    );
    const copy = join(folder, "copy");
    await copyEncoder(run.path, copy);
    const files = await readEncoder(copy);
    assertEquals(files.card, (await readEncoder(run.path)).card);
    assertEquals(
      identityOf(files),
      sha256(await Deno.readFile(run.file("encoder.onnx")), await Deno.readFile(network)),
    );
    await using encoder = await Encoder.open(copy);
    const film = new Float32Array(64 * 64).fill(0.5);
    const { packed } = await encoder.encode(film);

    // The network may be moved into the folder, so that all is in one place.
    await Deno.rename(network, join(copy, "network.onnx"));
    await using moved = await Encoder.open(copy);
    assertEquals((await moved.encode(film)).packed, packed);
    await assertRejects(() => readEncoder(run.path), InputError, "Cannot read the backbone");
    await Deno.writeTextFile(join(copy, "network.onnx"), "another");
    await assertRejects(() => readEncoder(copy), InputError, "not the file that made the codes");
  });
});

Deno.test("readTargets() reads a run's targets under their names", async () => {
  await inTemporaryFolder(async (folder) => {
    const config = await tinyConfig(folder, { labels: { unlabelled: "no-finding" } });
    const path = join(folder, "run");
    await runIn(path, config);
    const labels = "labels" in config.data ? config.data.labels! : [];
    const targets = await readTargets(path);
    assertEquals(targets?.names, [...labels, "No Finding"]);
    assertEquals(targets?.values.length, 7 * 16);
    const fewer = encodeNpy({ shape: [6, 16], data: new Float32Array(6 * 16) });
    await Deno.writeFile(join(path, "targets.npy"), fewer);
    await assertRejects(
      () => readTargets(path),
      InputError,
      "expected 7 × 16 numbers, received 6 × 16",
    );

    const lsh = join(folder, "lsh");
    await runIn(lsh, await tinyConfig(folder, { method: "lsh" }));
    assertEquals(await readTargets(lsh), undefined);
  });
});
