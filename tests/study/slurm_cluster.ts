/**
 * A Slurm cluster of one node on this machine: both daemons run as the current user, listen on the
 * loopback address only and keep everything in one folder.
 *
 * @module
 */
import { userInfo } from "node:os";
import { join } from "node:path";
import { freePorts } from "../../tools/free_ports.ts";

/** Where Debian keeps the daemons, which is not on everybody's PATH. */
const PATH = `${Deno.env.get("PATH")}:/usr/sbin:/usr/local/sbin`;

/** Milliseconds that the daemons get to come up, and to go. */
const PATIENCE = 30_000;

/** A cluster that takes jobs, or why there is none. */
export type SlurmCluster =
  | {
    readonly isRunning: true;
    /** What its commands, such as sbatch, need to find it. */
    readonly env: Readonly<Record<string, string>>;
    /** Cancels what is left of its jobs and ends it. */
    readonly stop: () => Promise<void>;
  }
  | { readonly isRunning: false; readonly reason: string };

/** Starts a cluster whose files lie in the folder. */
export async function startSlurm(folder: string): Promise<SlurmCluster> {
  const env = { PATH, SLURM_CONF: join(folder, "slurm.conf") };
  await Deno.mkdir(join(folder, "state"), { recursive: true });
  await Deno.mkdir(join(folder, "spool"));
  await Deno.writeTextFile(env.SLURM_CONF, slurmConf(folder));
  const daemons: Daemon[] = [];
  const stopDaemons = () => Promise.all(daemons.map((daemon) => daemon.stop()));
  try {
    daemons.push(new Daemon("slurmctld", ["-D"], env));
    daemons.push(new Daemon("slurmd", ["-D", "-N", "localhost"], env));
    await until(async () => {
      const gone = daemons.find(({ hasEnded }) => hasEnded);
      if (gone) throw new Error(`${gone.name} ended at once: ${await gone.lastWords()}`);
      return await outputOf("sinfo --noheader --format=%T", env) === "idle";
    }, "Slurm's node did not become idle");
    const stop = async () => {
      await cancelJobs(env);
      await stopDaemons();
    };
    return { isRunning: true, env, stop };
  } catch (error) {
    await stopDaemons();
    return { isRunning: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * The node claims 8 processors, so that the jobs of the documentation fit on any machine. Users are
 * trusted to be who they say they are, which is for the loopback address only.
 */
function slurmConf(folder: string): string {
  const { username } = userInfo();
  const [controller, node] = freePorts(2);
  return `ClusterName=cohash
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=${controller}
SlurmdPort=${node}
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SlurmUser=${username}
SlurmdUser=${username}
AuthType=auth/none
CredType=cred/none
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
StateSaveLocation=${join(folder, "state")}
SlurmdSpoolDir=${join(folder, "spool")}
SlurmctldPidFile=${join(folder, "slurmctld.pid")}
SlurmdPidFile=${join(folder, "slurmd.pid")}
NodeName=localhost NodeAddr=127.0.0.1 CPUs=8 State=UNKNOWN
PartitionName=main Nodes=localhost Default=YES State=UP
`;
}

/** A program in the foreground of its own. */
class Daemon {
  readonly name: string;
  readonly #child: Deno.ChildProcess;
  readonly #output: Promise<string>;
  hasEnded = false;

  constructor(name: string, args: readonly string[], env: Readonly<Record<string, string>>) {
    this.name = name;
    this.#child = new Deno.Command(name, {
      args: [...args],
      env,
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    this.#output = new Response(this.#child.stderr).text();
    this.#child.status.then(() => this.hasEnded = true);
  }

  /** The last line that it wrote. */
  async lastWords(): Promise<string> {
    return (await this.#output).trim().split("\n").at(-1)!;
  }

  async stop(): Promise<void> {
    if (!this.hasEnded) this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), PATIENCE);
    await this.#child.status;
    clearTimeout(timer);
    await this.#output;
  }
}

/** Its processes outlive the daemons otherwise. */
async function cancelJobs(env: Readonly<Record<string, string>>): Promise<void> {
  await outputOf(`scancel --user=${userInfo().username}`, env);
  await until(async () => await outputOf("squeue --noheader", env) === "", "jobs did not end")
    .catch(() => {});
}

async function outputOf(command: string, env: Readonly<Record<string, string>>): Promise<string> {
  const [program, ...args] = command.split(" ");
  const { stdout } = await new Deno.Command(program!, { args, env }).output();
  return new TextDecoder().decode(stdout).trim();
}

/** Settles once the condition holds; throws if it does not in time. */
async function until(condition: () => Promise<boolean>, failure: string): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (!await condition()) {
    if (performance.now() > end) throw new Error(`${failure} within ${PATIENCE / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
