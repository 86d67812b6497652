import { assert, assertEquals, assertThrows } from "@std/assert";
import { fromBinary } from "@bufbuild/protobuf";
import ort from "onnxruntime-node";
import { join } from "node:path";
import { addOptimiser, createExecutor, Graph, mean, mul } from "../../lib/autodiff/mod.ts";
import { type Program, recompute, toOnnx } from "../../lib/autodiff/mod.ts";
import { ModelProtoSchema } from "../../lib/autodiff/onnx/onnx_pb.ts";
import { Random } from "../../lib/base/random.ts";
import { smallResnet } from "../../lib/model/small_resnet.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";

/** A training step of a small residual network. */
function step(): Program {
  const graph = new Graph({ training: true });
  const films = graph.input("films", [4, 1, 16, 16]);
  const features = smallResnet(films, { width: 2, stemStride: 1, random: new Random("resnet") });
  const weights = graph.input("weights", [4, 16]);
  const loss = mean(mul(features, weights));
  graph.output("loss", loss);
  addOptimiser(graph, loss, [{ parameters: graph.parameters() }], { kind: "adam" });
  return graph.toProgram();
}

const PROGRAM = step();
const RECOMPUTED = recompute(PROGRAM, { loss: "loss" });

function convolutions({ nodes }: Program): number {
  return nodes.filter(({ operator }) => operator === "Conv").length;
}

for (const engine of ["reference", "onnxruntime"] as const) {
  Deno.test(`recompute() changes no bit of a training step, by ${engine}`, async () => {
    const executor = await createExecutor(engine);
    const random = new Random("films");
    const feeds = {
      films: random.normals(4 * 256, 1),
      weights: random.normals(64, 1),
      learningRate: Float32Array.of(0.01),
    };
    const after = [];
    for (const program of [PROGRAM, RECOMPUTED]) {
      const session = await executor.load(program);
      const outputs = [await session.run(feeds), await session.run(feeds)];
      after.push([outputs, await session.readVariables()]);
      await session.dispose();
    }
    assertEquals(after[1], after[0]);
  });
}

Deno.test("ONNX Runtime does not merge what recompute() computes again", async () => {
  await inTemporaryFolder(async (folder) => {
    const left = async (program: Program, name: string) => {
      const optimizedModelFilePath = join(folder, name);
      const session = await ort.InferenceSession.create(toOnnx(program), {
        optimizedModelFilePath,
        graphOptimizationLevel: "all",
        logSeverityLevel: 4,
      });
      await session.release();
      const { graph } = fromBinary(ModelProtoSchema, await Deno.readFile(optimizedModelFilePath));
      return graph!.node.filter(({ opType }) => /Conv$/.test(opType)).length;
    };
    const [plain, again] = [await left(PROGRAM, "plain"), await left(RECOMPUTED, "again")];
    assertEquals(again - plain, convolutions(RECOMPUTED) - convolutions(PROGRAM));
    assert(again > plain + 4, `${plain} and ${again} convolutions`);
  });
});

Deno.test("recompute() keeps a program whole that is one segment, and needs its loss", () => {
  const whole = recompute(PROGRAM, { loss: "loss", segments: 1 });
  assertEquals(whole.nodes, PROGRAM.nodes);
  assertThrows(() => recompute(PROGRAM, { loss: "lost" }), TypeError, 'the output "lost"');
});
