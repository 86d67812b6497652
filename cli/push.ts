/**
 * `cohash push`: brings an index into PostgreSQL, or up to date there.
 *
 * @module
 */
import { Command } from "commander";
import { InputError } from "../lib/base/errors.ts";
import { HammingIndex } from "../lib/store/memory/hamming_index.ts";
import { createServerStore } from "../lib/store/open_store.ts";
import { push, type PushResult } from "../lib/store/postgres/push.ts";
import { isServerUrl } from "../lib/store/postgres/server_url.ts";
import { examples, interruptible, print } from "./command_line.ts";
import { Progress } from "./progress.ts";

interface PushFlags {
  readonly to: string;
  readonly prune?: boolean;
  readonly quiet?: boolean;
}

const HELP = `

The address is postgres://user@host:5432/database, with these parameters where they are needed:
  schema=NAME            where the tables are (cohash)
  sslmode=MODE           disable, require, verify-ca or verify-full (verify-full, on this machine disable)
  sslrootcert=FILE       certificate of the authority that signed the server's
  sslcert=FILE, sslkey=FILE  this client's own certificate and key
  pool_max=N             connections at most (4)
  connect_timeout=S      seconds until a server that does not answer is given up (10)
  statement_timeout=S    seconds until the server ends a statement (0: never)
  application_name=NAME  what the server's list of connections shows (cohash)
  host=DIR, port=N       a Unix socket: postgres://user@/database?host=/var/run/postgresql
A password is better kept in PGPASSWORD or ~/.pgpass than in the address.

A push sends what the database does not hold yet. Repeat one that was interrupted: it goes on.`;

/** The command and its options. */
export function command(): Command {
  return new Command("push")
    .description("Brings an index into PostgreSQL (14 or later, or Citus), or up to date there.")
    .argument("<index>", "the folder of an index, see cohash index")
    .requiredOption("--to <address>", "the database, such as postgres://ann@db.example/films")
    .option("--prune", "removes cases from the database that the index does not have")
    .option("--quiet", "shows no progress")
    .addHelpText(
      "after",
      examples("cohash push runs/demo/index --to postgres://ann@db.example/films") + HELP,
    )
    .action(async (folder: string, { to, prune = false, quiet = false }: PushFlags) => {
      if (!isServerUrl(to)) {
        throw new InputError(
          `Cannot push to "${to}": expected an address, postgres://user@host/database`,
        );
      }
      const index = await HammingIndex.open(folder);
      try {
        print(summary(await pushIndex(index, to, { prune, progress: new Progress({ quiet }) })));
      } finally {
        await index.close();
      }
    });
}

async function pushIndex(
  index: HammingIndex,
  url: string,
  { prune, progress }: { readonly prune: boolean; readonly progress: Progress },
): Promise<PushResult> {
  const onRetry = (message: string) => progress.note(message);
  const store = await createServerStore(url, index.info, { onRetry });
  const { signal, done } = interruptible(() => progress.note("Ending after these cases …"));
  try {
    const onProgress = (sent: number, total: number) =>
      progress.update("Pushing", { done: sent, total, unit: "cases" });
    return await push(index, store, { prune, onProgress, signal });
  } finally {
    progress.end();
    done();
    await store.close();
  }
}

function summary({ added, changed, kept, removed, foreign }: PushResult): string {
  const parts = [`${added} added`, `${changed} changed`, `${kept} there already`];
  if (removed > 0) parts.push(`${removed} removed`);
  const rest = foreign > 0
    ? ` The database also has ${foreign} that the index does not have; --prune removes them.`
    : "";
  return `Cases: ${parts.join(", ")}.${rest}`;
}
