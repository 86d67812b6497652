/**
 * Looks at a run after every epoch: how validation films find training films, and how the target
 * table stands. It never looks at the queries.
 *
 * @module
 */
import type { Executor, Session } from "../autodiff/mod.ts";
import type { Dataset } from "../data/dataset.ts";
import { Random } from "../random.ts";
import type { Config } from "./config.ts";
import { ENCODER_BATCH, encodeRows } from "./encode_rows.ts";
import { encoderProgram, targetsLearn, targetsProgram } from "./programs.ts";
import type { EpochMetrics } from "./run_folder.ts";
import type { TrainingSetup } from "./setup.ts";
import { bitImbalance, checkNotCollapsed, targetState, type TargetTable } from "./target_state.ts";
import { validationScores } from "./validation.ts";

/** Values of all variables by name. */
export type Variables = Readonly<Record<string, Float32Array>>;

/** What {@linkcode Observer.look} sees. */
export type Observation = Pick<EpochMetrics, "validation" | "targets" | "codeImbalance">;

/** See the module. */
export class Observer {
  readonly #config: Config;
  readonly #dataset: Dataset;
  readonly #setup: TrainingSetup;
  readonly #encoder: Session;
  readonly #targets: Session;
  readonly #queries: Uint32Array;
  readonly #database: Uint32Array;

  private constructor(
    config: Config,
    dataset: Dataset,
    setup: TrainingSetup,
    sessions: { readonly encoder: Session; readonly targets: Session },
  ) {
    const { validationQueries, validationDatabase } = config.train;
    const random = new Random(config.seed).fork("validation");
    this.#config = config;
    this.#dataset = dataset;
    this.#setup = setup;
    this.#encoder = sessions.encoder;
    this.#targets = sessions.targets;
    this.#queries = sample(dataset.split.validation, validationQueries, random.fork("queries"));
    this.#database = sample(dataset.split.train, validationDatabase, random.fork("database"));
  }

  /** Loads the two programs it looks with. */
  static async open(
    executor: Executor,
    config: Config,
    { dataset, setup }: { readonly dataset: Dataset; readonly setup: TrainingSetup },
  ): Promise<Observer> {
    const threads = config.train.threads;
    const encoder = await executor.load(encoderProgram(config, setup, ENCODER_BATCH), { threads });
    const targets = await executor.load(targetsProgram(config, setup), { threads });
    return new Observer(config, dataset, setup, { encoder, targets });
  }

  /** The target table under these variables. */
  async targets(variables: Variables): Promise<TargetTable> {
    this.#targets.writeVariables(variables, { ignoreUnknown: true });
    const annealed = "binarise" in this.#config.targets &&
      this.#config.targets.binarise === "tanh";
    // β scales the values and leaves their signs, which are what is looked at.
    const { targets } = await this.#targets.run(annealed ? { beta: Float32Array.of(1) } : {});
    const labelNames = this.#setup.labels.names;
    return { labelNames, bits: this.#config.codes.bits, values: targets! };
  }

  /**
   * Scores and target state after an epoch.
   *
   * @param table The target table now
   * @param previous Its values an epoch ago
   * @throws {InputError} if the target table collapsed
   */
  async look(
    variables: Variables,
    { table, previous, epoch }: {
      readonly table: TargetTable;
      readonly previous: Float32Array;
      readonly epoch: number;
    },
  ): Promise<Observation> {
    if (targetsLearn(this.#config)) checkNotCollapsed(table, epoch);
    const targets = targetState(table, previous);
    if (this.#queries.length === 0) return { validation: null, targets, codeImbalance: null };
    this.#encoder.writeVariables(variables, { ignoreUnknown: true });
    const bits = this.#config.codes.bits;
    const { inputs } = this.#dataset;
    const queries = await encodeRows(this.#encoder, inputs, { rows: this.#queries, bits });
    const database = await encodeRows(this.#encoder, inputs, { rows: this.#database, bits });
    const validation = validationScores(
      { dataset: this.#dataset, rows: this.#queries, codes: queries },
      { dataset: this.#dataset, rows: this.#database, codes: database },
      { bits, evaluation: this.#config.evaluation },
    );
    return { validation, targets, codeImbalance: bitImbalance(queries, bits) };
  }

  /** Frees the sessions. */
  async dispose(): Promise<void> {
    await this.#encoder.dispose();
    await this.#targets.dispose();
  }
}

/** At most `count` of the rows, ascending. */
function sample(rows: Uint32Array, count: number, random: Random): Uint32Array {
  if (rows.length <= count) return rows;
  return random.permutation(rows.length).subarray(0, count).map((at) => rows[at]!).sort();
}
