import { assert, assertEquals } from "@std/assert";
import { differences, type Trained, trainHere } from "../../../tools/torch/compare.ts";

/** Small networks of the kinds of torchvision, with PyTorch's values; see tools/torch/compare.ts. */
const NETWORKS = [
  "resnet",
  "densenet",
  "mobilenet_v2",
  "mobilenet_v3",
  "efficientnet",
  "convnext",
  "vit",
  "swin",
];

const folder = new URL("./networks/", import.meta.url);

async function unpacked(name: string): Promise<Uint8Array> {
  const file = await Deno.open(new URL(`${name}.onnx.gz`, folder));
  const stream = file.readable.pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

for (const name of NETWORKS) {
  Deno.test(`${name} from a file gives, slopes and learns as in PyTorch`, async () => {
    const text = await Deno.readTextFile(new URL(`${name}.json`, folder));
    const there: Trained & { readonly size: number } = JSON.parse(text);
    const here = await trainHere(await unpacked(name), there.size);
    assertEquals(Object.keys(here.gradients).sort(), Object.keys(there.gradients).sort());
    const { output, gradients, losses } = differences(here, there);
    assert(output < 1e-5, `outputs differ by ${output}`);
    assert(gradients < 1e-4, `gradients differ by ${gradients}`);
    assert(losses < 1e-5, `losses differ by ${losses}`);
  });
}
