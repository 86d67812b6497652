/**
 * The training loop: epochs of steps over one graph, a look at the validation films after each,
 * and a checkpoint from which the same command goes on with the same bits.
 *
 * @module
 */
import { averagedValues, type Executor, type Program, type Session } from "../autodiff/mod.ts";
import type { Dataset } from "../data/dataset.ts";
import { InputError } from "../base/errors.ts";
import type { BatchMethod, TargetMethod, VariableValues } from "../methods/mod.ts";
import { Batches } from "./batches.ts";
import { bestEpoch } from "./best_epoch.ts";
import { solveClosedForm } from "./closed_form.ts";
import type { Config, TrainOptions } from "../config/config.ts";
import { onnxOptions } from "../config/onnx_options.ts";
import { isTrainedNetwork } from "../config/trained_network.ts";
import { epochFeeds, learningRateOf } from "./epoch_feeds.ts";
import { Observer } from "./observer.ts";
import { phaseProgram, stagesOf, withoutMoments } from "./phase_programs.ts";
import { type Phase, phaseAt } from "./phases.ts";
import { type TrainingProgram, trainingProgram } from "./programs.ts";
import type { EpochMetrics, RunFolder } from "../run/run_folder.ts";
import { prepareTraining, type TrainingSetup } from "./setup.ts";

/** What a run tells while it goes on. */
export interface TrainingProgress {
  /** After every step of every epoch. */
  readonly onStep?: (step: StepProgress) => void;
  /** After every epoch, when its checkpoint is on disk. */
  readonly onEpoch?: (metrics: EpochMetrics, rates: EpochRates) => void;
  /** Ends training between two steps; the run can be resumed. */
  readonly signal?: AbortSignal;
}

/** See {@linkcode TrainingProgress}. */
export interface StepProgress {
  /** The epoch this step belongs to, counted from 1. */
  readonly epoch: number;
  /** Epochs of the whole run. */
  readonly epochs: number;
  /** Steps done, those of earlier epochs included. */
  readonly step: number;
  /** Steps of the whole run. */
  readonly steps: number;
  /** Films of one step. */
  readonly batchSize: number;
  /** Of this step's batch. */
  readonly loss: number;
}

/** How fast an epoch went, in films a second. */
export interface EpochRates {
  /** Films that were trained, from the first step to the last. */
  readonly trained: number;
  /** Films that could be read meanwhile; undefined where none was. */
  readonly read: number | undefined;
}

/** Everything a run of the loop works with. */
interface Run {
  readonly config: Config;
  readonly options: TrainOptions;
  readonly method: TargetMethod | BatchMethod;
  readonly setup: TrainingSetup;
  readonly folder: RunFolder;
  readonly batches: Batches;
  /**
   * The training step with learning targets and all weights that are ever trained; it knows every
   * variable's shape and first value.
   */
  readonly whole: TrainingProgram;
  readonly executor: Executor;
  readonly observer: Observer;
  readonly progress: TrainingProgress;
}

/** Where a run stands between two epochs. */
interface Position {
  readonly epochs: readonly EpochMetrics[];
  readonly variables: VariableValues;
  /** The target table's values, `[C, bits]`; null where the method has none. */
  readonly targets: Float32Array | null;
}

/**
 * Trains the run of a folder to its last epoch, from wherever it stands, and returns the setup it
 * trained with. A method that needs no training is done at once. Variables of the best epoch are then in `checkpoints/best.npz`.
 *
 * @throws {InputError} if the loss is no number or the targets stay collapsed
 * @throws {DOMException} "AbortError" if the signal ends it
 */
export async function train(
  config: Config,
  dataset: Dataset,
  { folder, executor, ...progress }: TrainingProgress & {
    readonly folder: RunFolder;
    readonly executor: Executor;
  },
): Promise<TrainingSetup> {
  const setup = await prepareTraining(config, dataset);
  const { method } = setup;
  if (method.kind === "features") {
    await solveClosedForm(method, config.method, { dataset, setup, folder });
    return setup;
  }
  const { train: options, backbone } = config;
  if (options === undefined) throw new TypeError(`Cannot train: "train" is read by ${method.kind}`);
  const { workers } = config.engine;
  await using batches = new Batches(setup, dataset.inputs, { ...options, workers });
  const observer = await Observer.open(executor, { config, options, dataset, setup });
  const { microBatch, runsPerStep } = batches;
  const whole = trainingProgram(method, setup, {
    train: options,
    backbone,
    microBatch,
    runsPerStep,
  });
  const run: Run = {
    config,
    options,
    method,
    setup,
    folder,
    batches,
    whole,
    executor,
    observer,
    progress,
  };
  try {
    let position = await resumePosition(run);
    while (position.epochs.length < options.epochs) {
      position = await trainPhase(run, position);
    }
    if (bestEpoch(position.epochs, config) === undefined) {
      throw new InputError(
        "Cannot finish the run: its hash targets collapsed, two labels having the same " +
          `${config.codes.bits}-bit code after every epoch; try ` +
          (config.method === "cohash"
            ? "a smaller graph.p, more codes.bits, or targets.orthogonality=0.1"
            : "more codes.bits, or another seed"),
      );
    }
  } finally {
    await observer.dispose();
  }
  return setup;
}

/** The last epoch on disk, or the start. */
async function resumePosition({ whole: { program }, folder, observer }: Run): Promise<Position> {
  const last = await folder.readCheckpoint("last");
  if (last === undefined) {
    const variables = Object.fromEntries(program.variables.map((v) => [v.name, v.initial]));
    const table = await observer.targets(variables, 1);
    return { epochs: [], variables, targets: table && table.values };
  }
  checkShapes(program, last.variables, folder);
  // A kill between two writes can leave one line more than the checkpoint knows of.
  const epochs = (await folder.epochs()).slice(0, last.epoch);
  if (epochs.length < last.epoch) {
    throw folder.damaged(
      "metrics.jsonl",
      `it has ${epochs.length} of the ${last.epoch} epochs done`,
    );
  }
  return { epochs, variables: last.variables, targets: last.targets };
}

/** Throws unless the variables are those of the program, which other data would change. */
function checkShapes({ variables }: Program, values: VariableValues, { path }: RunFolder): void {
  for (const { name, initial } of variables) {
    const length = values[name]?.length ?? 0;
    if (length === initial.length) continue;
    throw new InputError(
      `Cannot go on with the run "${path}": its checkpoint has ${length} values of "${name}", ` +
        `expected ${initial.length}; has the data changed? Start it over with --fresh`,
    );
  }
}

/** Trains to the end of a phase; the next one is a new graph. */
async function trainPhase(run: Run, start: Position): Promise<Position> {
  const { config, whole, executor } = run;
  const { threads } = onnxOptions(config);
  const phase = phaseOf(run, start);
  const frozen = phase.hasFrozenTargets ? start.targets : null;
  const { program } = frozen || phase.stages < stagesOf(run.setup)
    ? phaseProgram(run, phase.stages, frozen)
    : whole;
  const session = await executor.load(program, { threads });
  try {
    const variables = phase.isUnfreezing ? withoutMoments(whole, start.variables) : start.variables;
    session.writeVariables(variables, { ignoreUnknown: true });
    let position = { ...start, variables };
    const inputs = new Set(program.inputs.map(({ name }) => name));
    const stage = { session, inputs, frozen };
    while (position.epochs.length < phase.end) position = await trainEpoch(run, stage, position);
    return position;
  } finally {
    await session.dispose();
  }
}

/** The phase in which a run is. */
function phaseOf(
  { config: { backbone }, options, method, setup }: Run,
  { epochs }: Position,
): Phase {
  return phaseAt(epochs.length, {
    epochs: options.epochs,
    freezeAfter: method.kind === "targets" ? method.freezeAfter : undefined,
    unfreeze: isTrainedNetwork(backbone) && backbone.train.kind !== "head"
      ? backbone.train.unfreeze
      : 0,
    stages: stagesOf(setup),
  });
}

/** A graph that is being trained. */
interface Stage {
  readonly session: Session;
  /** The names of what its steps are fed with. */
  readonly inputs: ReadonlySet<string>;
  /** The target table's values, `[C, bits]`, where they no longer change. */
  readonly frozen: Float32Array | null;
}

async function trainEpoch(run: Run, stage: Stage, before: Position): Promise<Position> {
  const { config, options, observer, folder } = run;
  const epoch = before.epochs.length + 1;
  const learningRate = learningRateOf(options, epoch);
  const start = performance.now();
  const loss = await trainSteps(run, stage, epoch);
  const rates = ratesOf(run.batches, performance.now() - start);
  const variables = await variablesAfter(run, stage, { epoch, before: before.variables });
  const observed = averagedValues(variables);
  const table = stage.frozen
    ? observer.tableOf(stage.frozen)
    : await observer.targets(observed, epoch);
  const seen = await observer.look(observed, { table, previous: before.targets });
  const metrics: EpochMetrics = { epoch, learningRate, loss, ...seen };
  const targets = table && table.values;
  const after = { epochs: [...before.epochs, metrics], variables, targets };
  const checkpoint = { epoch, variables, targets };
  const shapes = new Map(run.whole.program.variables.map(({ name, shape }) => [name, shape]));
  // The order matters: the last checkpoint, which resuming starts from, is written last.
  if (bestEpoch(after.epochs, config) === metrics) {
    await folder.writeCheckpoint("best", checkpoint, shapes);
  }
  await folder.writeEpochs(after.epochs);
  await folder.writeCheckpoint("last", checkpoint, shapes);
  run.progress.onEpoch?.(metrics, rates);
  return after;
}

/** The rates of an epoch whose steps took so many milliseconds. */
function ratesOf(batches: Batches, milliseconds: number): EpochRates {
  const films = batches.perEpoch * batches.batchSize;
  return { trained: 1000 * films / milliseconds, read: batches.takeReadingRate() };
}

/** One epoch of steps; the mean loss over its films. */
async function trainSteps(
  { options, method, batches, progress }: Run,
  { session, inputs }: Stage,
  epoch: number,
): Promise<number> {
  const { epochs } = options;
  const learningRate = Float32Array.of(learningRateOf(options, epoch));
  const always = { learningRate, ...epochFeeds(method, epoch, epochs) };
  const { runsPerStep, batchSize } = batches;
  const steps = epochs * batches.perEpoch;
  let total = 0;
  let runs = 0;
  let ofStep = 0;
  for await (const feeds of batches.epoch(epoch)) {
    progress.signal?.throwIfAborted();
    const wanted = Object.entries({ ...feeds, ...always }).filter(([name]) => inputs.has(name));
    const { loss: result } = await session.run(Object.fromEntries(wanted));
    const loss = result![0]!;
    if (!Number.isFinite(loss)) {
      throw new InputError(
        `Cannot go on training in epoch ${epoch}: the loss is ${loss}; try a smaller ` +
          `train.learningRate than ${options.learningRate}`,
      );
    }
    total += loss;
    ofStep += loss / runsPerStep;
    runs++;
    if (runs % runsPerStep > 0) continue;
    const step = (epoch - 1) * batches.perEpoch + runs / runsPerStep;
    progress.onStep?.({ epoch, epochs, step, steps, batchSize, loss: ofStep });
    ofStep = 0;
  }
  return total / runs;
}

/** All variables after an epoch, changed as the method wants it. */
async function variablesAfter(
  { method, setup }: Run,
  { session }: Stage,
  { epoch, before }: { readonly epoch: number; readonly before: VariableValues },
): Promise<VariableValues> {
  // Variables that a frozen graph no longer has (the GCN's) keep their last values.
  const trained = { ...before, ...await session.readVariables() };
  if (method.afterEpoch === undefined) return trained;
  const changed = method.afterEpoch(trained, { ...setup.context, epoch });
  session.writeVariables(changed, { ignoreUnknown: true });
  return changed;
}
