/**
 * Looks at a run after every epoch: how validation films find training films, or each other where a
 * run searches films that no code has learned from, and how the target table stands. It never looks
 * at the queries.
 *
 * @module
 */
import type { Executor, Session } from "../autodiff/mod.ts";
import type { Dataset } from "../data/dataset.ts";
import { hasUnseenDatabase } from "../data/split.ts";
import {
  evaluateRanking,
  hammingRanking,
  type LabelledFilms,
  type LabelRelations,
  leadingScores,
  relateLabels,
  summarise,
} from "../metrics/mod.ts";
import { packCodes } from "../codes/pack.ts";
import type { VariableValues } from "../methods/mod.ts";
import { Random } from "../base/random.ts";
import type { Config, TrainOptions } from "../config/config.ts";
import { onnxOptions } from "../config/onnx_options.ts";
import { encodeRows, sessionEncoder } from "../run/encode_rows.ts";
import { epochFeeds } from "./epoch_feeds.ts";
import { evaluationOptions, labelledFilms } from "../run/labelled_codes.ts";
import { encoderBatch, encoderProgram, targetsProgram } from "./programs.ts";
import type { EpochMetrics } from "../run/run_folder.ts";
import { sampleRows } from "./sample_rows.ts";
import type { TrainingSetup } from "./setup.ts";
import { bitImbalance, targetState, type TargetTable } from "../run/target_state.ts";

/** What {@linkcode Observer.look} sees. */
export type Observation = Pick<EpochMetrics, "validation" | "targets" | "codeImbalance">;

/** Films of one side of the search. */
interface Side {
  readonly rows: Uint32Array;
  readonly films: LabelledFilms;
}

/** The run that is looked at. */
export interface ObserverSource {
  readonly config: Config;
  readonly options: TrainOptions;
  readonly dataset: Dataset;
  readonly setup: TrainingSetup;
}

/** See the module. */
export class Observer {
  readonly #config: Config;
  readonly #options: TrainOptions;
  readonly #dataset: Dataset;
  readonly #setup: TrainingSetup;
  readonly #encoder: Session;
  readonly #targets: Session | undefined;
  readonly #queries: Side;
  readonly #database: Side;
  readonly #relations: LabelRelations;
  readonly #excludeSamePatient: boolean;

  private constructor(
    { config, options, dataset, setup }: ObserverSource,
    sessions: { readonly encoder: Session; readonly targets: Session | undefined },
  ) {
    const { validationQueries, validationDatabase } = options;
    const random = new Random(config.seed).fork("validation");
    this.#config = config;
    this.#options = options;
    this.#dataset = dataset;
    this.#setup = setup;
    this.#encoder = sessions.encoder;
    this.#targets = sessions.targets;
    const { validation, train } = dataset.split;
    const side = (rows: Uint32Array): Side => {
      // Without strata, by which nobody breaks validation down.
      const { labels, patients } = labelledFilms(dataset, rows);
      return { rows, films: { labels, patients } };
    };
    this.#queries = side(sampleRows(validation, validationQueries, random.fork("queries")));
    // Codes remember the films they learned from, which tells little of how they find others.
    const isUnseen = hasUnseenDatabase(dataset.split);
    const searched = isUnseen ? validation : train;
    this.#database = side(sampleRows(searched, validationDatabase, random.fork("database")));
    // No film is to find itself.
    this.#excludeSamePatient = isUnseen || config.evaluation.excludeSamePatient;
    this.#relations = relateLabels(this.#queries.films.labels, this.#database.films.labels);
  }

  /** Loads the programs it looks with: the encoder and, where the method has some, the targets. */
  static async open(
    executor: Executor,
    source: ObserverSource,
  ): Promise<Observer> {
    const { config, dataset, setup } = source;
    const { threads } = onnxOptions(config);
    const batch = encoderBatch(config, dataset.inputs);
    const encoder = await executor.load(encoderProgram(setup, batch), { threads });
    const { method, context } = setup;
    const targets = method.kind === "targets"
      ? await executor.load(targetsProgram(method, context), { threads })
      : undefined;
    return new Observer(source, { encoder, targets });
  }

  /** The target table under these variables in an epoch; null where the method has none. */
  async targets(variables: VariableValues, epoch: number): Promise<TargetTable | null> {
    const { method } = this.#setup;
    if (this.#targets === undefined || method.kind === "features") return null;
    this.#targets.writeVariables(variables, { ignoreUnknown: true });
    const { targets } = await this.#targets.run(
      epochFeeds(method, epoch, this.#options.epochs),
    );
    return this.tableOf(targets!);
  }

  /** A table of these values `[C, bits]`. */
  tableOf(values: Float32Array): TargetTable {
    return { labelNames: this.#setup.labels.names, bits: this.#config.codes.bits, values };
  }

  /**
   * Scores and target state after an epoch.
   *
   * @param table The target table now, if there is one
   * @param previous Its values an epoch ago
   */
  async look(
    variables: VariableValues,
    { table, previous }: {
      readonly table: TargetTable | null;
      readonly previous: Float32Array | null;
    },
  ): Promise<Observation> {
    const targets = table && targetState(table, previous ?? table.values);
    if (this.#queries.rows.length === 0) return { validation: null, targets, codeImbalance: null };
    this.#encoder.writeVariables(variables, { ignoreUnknown: true });
    const bits = this.#config.codes.bits;
    const encode = sessionEncoder(this.#encoder);
    const { inputs } = this.#dataset;
    const batchSize = encoderBatch(this.#config, inputs);
    const codesOf = ({ rows }: Side) => encodeRows(encode, inputs, { rows, bits, batchSize });
    const [queries, database] = [await codesOf(this.#queries), await codesOf(this.#database)];
    const ranking = hammingRanking(
      { ...this.#queries.films, bits, codes: packCodes(queries, bits) },
      { ...this.#database.films, bits, codes: packCodes(database, bits) },
    );
    const options = {
      ...evaluationOptions(this.#config),
      excludeSamePatient: this.#excludeSamePatient,
      scores: this.#scores(),
      relations: this.#relations,
    };
    const { scores: validation } = summarise("validation", evaluateRanking(ranking, options));
    return { validation, targets, codeImbalance: bitImbalance(queries, bits) };
  }

  /** The scores of an epoch: the leading ones, and the one that it is judged by. */
  #scores(): string[] {
    const leading = leadingScores(this.#config.evaluation.scores);
    return [...new Set([...leading, this.#options.selectBy])];
  }

  /** Frees the sessions. */
  async dispose(): Promise<void> {
    await this.#encoder.dispose();
    await this.#targets?.dispose();
  }
}
