/**
 * How the processes that decode films are started: with few permissions of Deno's and, where the
 * system has bubblewrap (`bwrap`), in namespaces of their own. Permissions bind what is written in
 * TypeScript; native code that a film has taken over is bound by the namespaces alone.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";
import { InputError } from "../../base/errors.ts";
import type { FilmRights } from "./film_rights.ts";

/** A program with its arguments and all of its environment. */
export interface SandboxedCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What of the environment is passed on: where Deno's cache is, and how many threads to use. */
const VARIABLES = [
  ...["HOME", "DENO_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA", "SYSTEMROOT"],
  ...["OMP_NUM_THREADS", "VIPS_CONCURRENCY"],
];

/** ONNX Runtime would tell its makers of its use over the network, past all permissions of Deno's. */
const SETTINGS = { NO_COLOR: "1", ORT_DISABLE_TELEMETRY: "1" };

/** The system's shared libraries; whatever else a machine has is not there. */
const SYSTEM = ["/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache"];

/**
 * The command that runs a module with the rights given: no writing, no network, no other programs.
 *
 * @param bubblewrap Whether it runs in namespaces of its own, see {@linkcode hasBubblewrap}
 * @throws {InputError} if a path that it may read has a comma
 */
export function sandboxed(
  [module, ...rest]: readonly [module: string, ...rest: string[]],
  { reads, native, project }: FilmRights,
  { bubblewrap }: { readonly bubblewrap: boolean },
): SandboxedCommand {
  const env = { ...passedOn(), ...SETTINGS };
  const args = [
    "run",
    "--no-prompt",
    "--cached-only",
    `--allow-read=${listed(reads)}`,
    `--allow-ffi=${listed(native)}`,
    "--allow-env",
    "--allow-sys",
    module,
    ...rest,
  ];
  const deno = Deno.execPath();
  if (!bubblewrap) return { program: deno, args, env };
  const seen = [...SYSTEM, dirname(deno), cacheFolder(), ...project, ...reads];
  // In other words than Deno.execPath(), behind which Deno takes arguments for Node's and changes them.
  const same = `${dirname(deno)}/./${basename(deno)}`;
  return { program: "bwrap", args: [...namespaces(seen), same, ...args], env };
}

/**
 * Paths as one argument.
 *
 * @throws {InputError} if one has a comma, by which Deno separates them
 */
function listed(paths: readonly string[]): string {
  const odd = paths.find((path) => path.includes(","));
  if (odd === undefined) return paths.join();
  throw new InputError(
    `Cannot give the processes that decode films "${odd}" to read: Deno takes a comma in a path for ` +
      "the end of it; call the folder otherwise",
  );
}

function passedOn(): Record<string, string> {
  return Object.fromEntries(
    VARIABLES.flatMap((name) => {
      const value = Deno.env.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Where Deno keeps packages, and modules as they were compiled. */
function cacheFolder(): string {
  const { DENO_DIR, XDG_CACHE_HOME, HOME = "/" } = passedOn();
  return DENO_DIR ?? join(XDG_CACHE_HOME ?? join(HOME, ".cache"), "deno");
}

/** Whether bubblewrap is there and may make namespaces, which some containers forbid. */
export async function hasBubblewrap(): Promise<boolean> {
  try {
    const args = [...namespaces(SYSTEM), "/usr/bin/true"];
    const { success } = await new Deno.Command("bwrap", { args, stdout: "null", stderr: "null" })
      .output();
    return success;
  } catch {
    return false;
  }
}

/** No network, no other processes, and no files but these, which cannot be written. */
function namespaces(paths: readonly string[]): string[] {
  const binds = [...new Set(paths)].flatMap((path) => ["--ro-bind-try", path, path]);
  return [
    "--unshare-all",
    "--die-with-parent",
    "--new-session",
    ...["--tmpfs", "/tmp", "--proc", "/proc", "--dev", "/dev"],
    ...binds,
  ];
}
