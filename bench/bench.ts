/**
 * `deno task bench NAME`: runs one of the measurements in this folder.
 *
 * @module
 */
import { Command } from "commander";
import { print, runCommand } from "../cli/command_line.ts";

const BENCHES: Readonly<Record<string, { what: string; load: () => Promise<Bench> }>> = {
  engine: {
    what: "training steps and images per second, beside PyTorch where Debian's is installed",
    load: () => import("./engine.ts"),
  },
  gpu: {
    what: "training and encoding on a GPU, beside PyTorch on the same, and agreement with the CPU",
    load: () => import("./gpu.ts"),
  },
  metrics: {
    what: "the full table for 25,596 queries against 86,524 codes of 64 bits",
    load: () => import("./metrics.ts"),
  },
  search: {
    what: "searching 112,120 to 10 million codes, beside a floor in C++ and FAISS",
    load: () => import("./search.ts"),
  },
  postgres: {
    what: "the embedded index, PGlite and PostgreSQL beside each other, at 112,120 and 1 M cases",
    load: () => import("./postgres.ts"),
  },
};

/** What every measurement exports. */
interface Bench {
  run(args: readonly string[]): Promise<void>;
}

const command = new Command("bench").description("Measures speed.");
for (const [name, { what, load }] of Object.entries(BENCHES)) {
  command.command(name).description(what).argument("[options...]")
    .allowUnknownOption().helpOption(false)
    .action(async (args: readonly string[]) => await (await load()).run(args));
}
if (Deno.args.length === 0) print(command.helpInformation());
else await runCommand(command);
