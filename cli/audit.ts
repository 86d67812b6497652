/**
 * `cohash audit`: whether the log of who used a viewer is as it was written.
 *
 * @module
 */
import { Argument, Command } from "commander";
import { ServerSecret } from "../lib/viewer/security/server_secret.ts";
import { verifyAudit } from "../lib/viewer/security/audit/verify.ts";
import { examples, print } from "./command_line.ts";
import { countOf } from "./index/texts.ts";
import { readSecret } from "./secret_files.ts";

/** The command and its options. */
export function command(): Command {
  return new Command("audit")
    .description(
      "Checks every line and the end of the log that cohash serve --audit keeps, with the files that\n" +
        "are full, and names the first line that was changed, removed, added or put elsewhere.",
    )
    .addArgument(new Argument("<task>", "what to do").choices(["verify"]))
    .argument("<file>", "the log's file, as cohash serve --audit was told it")
    .requiredOption("--secret-file <file>", "the file with the secret under which it was written")
    .addHelpText("after", examples("cohash audit verify audit.log --secret-file secret"))
    .action(verify);
}

async function verify(
  _task: string,
  path: string,
  { secretFile }: { readonly secretFile: string },
): Promise<void> {
  const secret = new ServerSecret(await readSecret("--secret-file", secretFile));
  const { files, first, last } = await verifyAudit(path, secret);
  const lines = last === 0 ? "no line" : `lines ${first} to ${last}`;
  print(`The log is whole: ${lines} in ${countOf(files, "file", "files")}`);
}
