import { assertEquals } from "@std/assert";
import { openOnnxModel } from "../../lib/autodiff/executors/onnx_model.ts";
import { createExecutor, Graph, matmul, toOnnx } from "../../lib/autodiff/mod.ts";
import { ENCODER_INPUT, ENCODER_OUTPUT } from "../../lib/model/encoder.ts";
import { Random } from "../../lib/base/random.ts";
import {
  type EncodeBatch,
  ENCODER_BATCH,
  encodeRows,
  sessionEncoder,
} from "../../lib/run/encode_rows.ts";
import { madeUpFilms } from "../helpers/made_up_films.ts";

const BATCH = ENCODER_BATCH.features;

/** A feature as a code of two bits: itself and its negative. */
const twice: EncodeBatch = (batch) =>
  Promise.resolve(Float32Array.from([...batch].flatMap((value) => [value, -value])));

Deno.test("encodeRows() gives the codes of the rows in their order", async () => {
  const { inputs } = madeUpFilms("features");
  const codes = await encodeRows(twice, inputs, { rows: Uint32Array.of(30, 10, 30), bits: 2 });
  assertEquals(codes, Float32Array.of(0.3, -0.3, 0.1, -0.1, 0.3, -0.3));
  assertEquals((await encodeRows(twice, inputs, { rows: new Uint32Array(), bits: 2 })).length, 0);
});

Deno.test("encodeRows() sends whole batches, the last filled up with zeros", async () => {
  const sent: Float32Array[] = [];
  const rows = Uint32Array.from({ length: 2 * BATCH + 3 }, (_, n) => n);
  const progress: number[][] = [];
  const codes = await encodeRows(
    (batch) => {
      sent.push(batch);
      return twice(batch);
    },
    madeUpFilms("features").inputs,
    { rows, bits: 2, onProgress: (done, total) => progress.push([done, total]) },
  );
  assertEquals(sent.map(({ length }) => length), [BATCH, BATCH, BATCH]);
  assertEquals(sent[2]!.subarray(0, 3), Float32Array.of(10.24, 10.25, 10.26));
  assertEquals(sent[2]!.subarray(3), new Float32Array(BATCH - 3));
  assertEquals(codes.length, 2 * rows.length);
  assertEquals(codes.at(-1), Math.fround(-10.26));
  assertEquals(progress, [[512, 1027], [1024, 1027], [1027, 1027]]);
});

for (const kind of ["onnxruntime", "onnxruntime-web"] as const) {
  Deno.test({
    name: `encodeRows() codes a film alike in any company, trained or exported: ${kind}`,
    // The WebAssembly runtime opens a message port when it is first loaded and keeps it.
    sanitizeResources: kind !== "onnxruntime-web",
    fn: async () => {
      const width = 200;
      const random = new Random("encode");
      const weights = random.normals(width * 8);
      const graph = new Graph();
      const input = graph.input(ENCODER_INPUT, [BATCH, width]);
      graph.output(ENCODER_OUTPUT, matmul(input, graph.parameter("weights", [width, 8], weights)));
      const program = graph.toProgram();
      const session = await (await createExecutor(kind)).load(program);
      const bytes = toOnnx(program, { variables: { weights }, symbolicBatch: true });
      const model = await openOnnxModel(bytes, { name: "encoder.onnx", runtime: kind });
      const exported: EncodeBatch = async (batch) =>
        (await model.run(batch, [batch.length / width, width])).values;

      const films = random.normals((BATCH + 100) * width);
      const inputs = {
        kind: "features",
        width,
        read: (rows: ArrayLike<number>) =>
          Promise.resolve(
            Float32Array.from(
              { length: rows.length * width },
              (_, at) => films[rows[Math.floor(at / width)]! * width + at % width]!,
            ),
          ),
      } as const;
      const all = Uint32Array.from({ length: BATCH + 100 }, (_, n) => n);
      const whole = await encodeRows(sessionEncoder(session), inputs, { rows: all, bits: 8 });
      assertEquals(
        await encodeRows(exported, inputs, { rows: all, bits: 8 }),
        whole,
      );
      const some = Uint32Array.of(BATCH + 99, 3);
      const [last, third] = [whole.subarray((BATCH + 99) * 8), whole.subarray(24, 32)];
      assertEquals(
        await encodeRows(sessionEncoder(session), inputs, { rows: some, bits: 8 }),
        Float32Array.of(...last, ...third),
      );
      await session.dispose();
      await model.dispose();
    },
  });
}
