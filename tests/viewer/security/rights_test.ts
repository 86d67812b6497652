import { assert, assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError } from "../../../lib/base/errors.ts";
import { filmRights } from "../../../lib/viewer/security/film_rights.ts";
import { hasBubblewrap, sandboxed } from "../../../lib/viewer/security/sandbox.ts";
import { temporaryFolder } from "../../helpers/folders.ts";

const PROBE = fileURLToPath(new URL("./probe_rights.ts", import.meta.url));

interface Reach {
  readonly outcomes: Readonly<Record<string, string>>;
  /** Of the environment. */
  readonly names: readonly string[];
}

/** An index as far as the probe looks at it. */
async function indexFolder(): Promise<string> {
  const folder = join(await temporaryFolder(), "an index with spaces");
  await Deno.mkdir(join(folder, "encoder"), { recursive: true });
  await Deno.writeTextFile(join(folder, "encoder", "encoder.json"), "{}");
  return folder;
}

/**
 * What a process reaches, whose server knows a token.
 *
 * @param takenOver Whether Deno's permissions are no bar, as to native code that obeys a film
 */
async function reach(
  { bubblewrap, takenOver = false }: {
    readonly bubblewrap: boolean;
    readonly takenOver?: boolean;
  },
): Promise<Reach> {
  const [index, other] = [await indexFolder(), await indexFolder()];
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  Deno.env.set("COHASH_TOKEN", "nobody's business");
  try {
    const rights = await filmRights(index, PROBE);
    const { program, args, env } = sandboxed(
      [PROBE, index, other, String(Deno.pid), String(port)],
      rights,
      { bubblewrap },
    );
    const { stdout, stderr } = await new Deno.Command(program, {
      args: takenOver
        ? args.filter((arg) => !arg.startsWith("--allow-"))
          .map((arg) => arg === "--no-prompt" ? "-A" : arg)
        : [...args],
      env,
      clearEnv: true,
    }).output();
    const answer = new TextDecoder().decode(stdout);
    assert(answer !== "", new TextDecoder().decode(stderr));
    return JSON.parse(answer);
  } finally {
    Deno.env.delete("COHASH_TOKEN");
  }
}

function assertNothingOfTheToken({ names }: Reach): void {
  // What is passed on, and what Deno and bubblewrap add.
  const passed = [
    "DENO_DIR",
    "HOME",
    "NO_COLOR",
    "OMP_NUM_THREADS",
    "ORT_DISABLE_TELEMETRY",
    "XDG_CACHE_HOME",
  ];
  const known = [...passed, "DENO_NODE_SHIM_ACTIVE", "PATH", "PWD", "VIPS_CONCURRENCY"];
  assertEquals(names.filter((name) => !known.includes(name)), []);
}

Deno.test("Deno's permissions let a process that decodes read its index and nothing else", async () => {
  const reached = await reach({ bubblewrap: false });
  assertEquals(reached.outcomes, {
    "own index": "done",
    "another index": "NotCapable",
    "/etc/shadow": "NotCapable",
    "the parent's environment": "NotCapable",
    "writing": "NotCapable",
    "the network": "NotCapable",
    "another program": "NotCapable",
  });
  assertNothingOfTheToken(reached);
});

Deno.test("namespaces keep even what no permission binds to its index", {
  ignore: !await hasBubblewrap(),
}, async () => {
  const reached = await reach({ bubblewrap: true, takenOver: true });
  assertEquals(reached.outcomes, {
    "own index": "done",
    "another index": "NotFound",
    "/etc/shadow": "NotFound",
    "the parent's environment": "NotFound",
    "writing": "Error",
    "the network": "ConnectionRefused",
    "another program": "done",
  });
  assertNothingOfTheToken(reached);
});

Deno.test("a path that Deno's permissions cannot name is refused in words", async () => {
  const rights = await filmRights("/data/one, two", PROBE);
  const error = assertThrows(
    () => sandboxed([PROBE], rights, { bubblewrap: false }),
    InputError,
  );
  assertEquals(error.message.includes('"/data/one, two"'), true);
});
