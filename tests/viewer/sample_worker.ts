/** The viewer's process with the sample's encoder, and ways to make it fail. */
import { InputError } from "../../lib/errors.ts";
import { serveFilms } from "../../lib/viewer/film_worker.ts";
import { SAMPLE_ENCODER } from "./sample_encoder.ts";

/** Films of these names do what their names say. */
const MISCHIEF: Readonly<Record<string, () => unknown>> = {
  "hang": () => new Promise(() => {}),
  "spin": () => {
    while (true);
  },
  "crash": () => Deno.exit(7),
};

if (import.meta.main) {
  const isBroken = Deno.args[0]?.endsWith("without-encoder");
  await serveFilms(() =>
    isBroken ? Promise.reject(new InputError("no encoder here")) : Promise.resolve({
      ...SAMPLE_ENCODER,
      async encode(bytes, name) {
        await MISCHIEF[name]?.();
        return await SAMPLE_ENCODER.encode(bytes, name);
      },
    })
  );
}
