/** The viewer's process with the sample's encoder, and ways to make it fail. */
import { InputError } from "../../lib/base/errors.ts";
import { serveFilms, type WorkerEncoder } from "../../lib/viewer/film_worker.ts";
import { SAMPLE_ENCODER } from "./sample_encoder.ts";

/** Films of these names do what their names say. */
const MISCHIEF: Readonly<Record<string, () => unknown>> = {
  "hang": () => new Promise(() => {}),
  "spin": () => {
    while (true);
  },
  "crash": () => Deno.exit(7),
  "overflow": function overflow(): unknown {
    return [overflow()];
  },
  "write": () => forbidden(() => Deno.writeTextFile(`${Deno.args[0]}/left-behind`, "film")),
  "call": () => forbidden(() => Deno.connect({ hostname: "127.0.0.1", port: 9 })),
  "environment": () => {
    throw new InputError(`token: ${Deno.env.get("COHASH_TOKEN")}`);
  },
  "run": () => forbidden(async () => await new Deno.Command("/usr/bin/true").output()),
};

/** Tells whether the process may do what it must not be able to. */
async function forbidden(act: () => Promise<unknown>): Promise<never> {
  const reason = await act().then(() => "done", (error) => error.name);
  throw new InputError(reason);
}

/** The encoder that a file in the index's folder names, so that tests can exchange it. */
async function encoderModel(): Promise<string> {
  const path = `${Deno.args[0]}/encoder`;
  const model = await Deno.readTextFile(path).catch(() => SAMPLE_ENCODER.identity);
  if (model === "hang") await new Promise(() => {});
  if (model === "unfit") throw new InputError(`Cannot read ${path}`);
  return model;
}

if (import.meta.main) {
  const isWithout = Deno.args[0]?.endsWith("without-encoder");
  const encoder: Omit<WorkerEncoder, "identity"> = {
    ...SAMPLE_ENCODER,
    async encodeFile(bytes, name, listener) {
      await MISCHIEF[name]?.();
      return await SAMPLE_ENCODER.encodeFile(bytes, name, listener);
    },
  };
  await serveFilms(async () =>
    isWithout ? { problem: "no encoder here" } : { ...encoder, identity: await encoderModel() }
  );
}
