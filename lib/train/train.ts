/**
 * The training loop: epochs of steps over one graph, a look at the validation films after each,
 * and a checkpoint from which the same command goes on with the same bits.
 *
 * @module
 */
import { type Executor, learningRateAt, type Program, type Session } from "../autodiff/mod.ts";
import type { Dataset } from "../data/dataset.ts";
import { InputError } from "../errors.ts";
import { Batches } from "./batches.ts";
import type { Config } from "./config.ts";
import { Observer, type Variables } from "./observer.ts";
import { trainingProgram } from "./programs.ts";
import type { EpochMetrics, RunFolder } from "./run_folder.ts";
import { prepareTraining, type TrainingSetup } from "./setup.ts";

/** What a run tells while it goes on. */
export interface TrainingProgress {
  /** After every step of every epoch. */
  readonly onStep?: (step: StepProgress) => void;
  /** After every epoch, when its checkpoint is on disk. */
  readonly onEpoch?: (metrics: EpochMetrics) => void;
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

/** Everything a run of the loop works with. */
interface Run {
  readonly config: Config;
  readonly setup: TrainingSetup;
  readonly folder: RunFolder;
  readonly batches: Batches;
  /** The training step with learning targets; it knows every variable's shape and first value. */
  readonly program: Program;
  readonly executor: Executor;
  readonly observer: Observer;
  readonly progress: TrainingProgress;
}

/** Where a run stands between two epochs. */
interface Position {
  readonly epochs: readonly EpochMetrics[];
  readonly variables: Variables;
  /** The target table's values, `[C, bits]`. */
  readonly targets: Float32Array;
}

/**
 * Trains the run of a folder to its last epoch, from wherever it stands, and returns the setup it
 * trained with. Variables of the best epoch are then in `checkpoints/best.npz`.
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
  const observer = await Observer.open(executor, config, { dataset, setup });
  const batches = new Batches(config, setup, dataset.inputs);
  const program = trainingProgram(config, setup, { batchSize: batches.batchSize });
  const run: Run = { config, setup, folder, batches, program, executor, observer, progress };
  try {
    let position = await resumePosition(run);
    while (position.epochs.length < config.train.epochs) {
      position = await trainUntilFrozen(run, position);
    }
    if (bestEpoch(position.epochs, config) === undefined) {
      throw new InputError(
        "Cannot finish the run: its hash targets collapsed, two labels having the same " +
          `${config.codes.bits}-bit code after every epoch; try a smaller graph.p, more ` +
          "codes.bits, or targets.orthogonality=0.1",
      );
    }
  } finally {
    await observer.dispose();
  }
  return setup;
}

/** The last epoch on disk, or the start. */
async function resumePosition({ program, folder, observer }: Run): Promise<Position> {
  const last = await folder.readCheckpoint("last");
  if (last === undefined) {
    const variables = Object.fromEntries(program.variables.map((v) => [v.name, v.initial]));
    return { epochs: [], variables, targets: (await observer.targets(variables)).values };
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
function checkShapes({ variables }: Program, values: Variables, { path }: RunFolder): void {
  for (const { name, initial } of variables) {
    const length = values[name]?.length ?? 0;
    if (length === initial.length) continue;
    throw new InputError(
      `Cannot go on with the run "${path}": its checkpoint has ${length} values of "${name}", ` +
        `expected ${initial.length}; has the data changed? Start it over with --fresh`,
    );
  }
}

/** Trains to the end, or to the epoch after which targets freeze: from there on it is a new graph. */
async function trainUntilFrozen(run: Run, start: Position): Promise<Position> {
  const { config, setup, batches, executor } = run;
  const { threads, epochs } = config.train;
  const freezeAfter = "freezeAfter" in config.targets ? config.targets.freezeAfter : undefined;
  const isFrozen = freezeAfter !== undefined && start.epochs.length >= freezeAfter;
  const end = isFrozen ? epochs : Math.min(epochs, freezeAfter ?? epochs);
  const program = isFrozen
    ? trainingProgram(config, setup, { batchSize: batches.batchSize, frozen: start.targets })
    : run.program;
  const session = await executor.load(program, { threads });
  try {
    session.writeVariables(start.variables, { ignoreUnknown: true });
    let position = start;
    while (position.epochs.length < end) position = await trainEpoch(run, session, position);
    return position;
  } finally {
    await session.dispose();
  }
}

async function trainEpoch(run: Run, session: Session, before: Position): Promise<Position> {
  const { config, observer, folder } = run;
  const epoch = before.epochs.length + 1;
  const learningRate = learningRateOf(config, epoch - 1);
  const loss = await trainSteps(run, session, { epoch, learningRate });
  // Variables that a frozen graph no longer has (the GCN's) keep their last values.
  const variables = { ...before.variables, ...await session.readVariables() };
  const table = await observer.targets(variables);
  const seen = await observer.look(variables, { table, previous: before.targets });
  const metrics: EpochMetrics = { epoch, learningRate, loss, ...seen };
  const after = { epochs: [...before.epochs, metrics], variables, targets: table.values };
  const checkpoint = { epoch, variables, targets: table.values };
  const shapes = new Map(run.program.variables.map(({ name, shape }) => [name, shape]));
  // The order matters: the last checkpoint, which resuming starts from, is written last.
  if (bestEpoch(after.epochs, config) === metrics) {
    await folder.writeCheckpoint("best", checkpoint, shapes);
  }
  await folder.writeEpochs(after.epochs);
  await folder.writeCheckpoint("last", checkpoint, shapes);
  run.progress.onEpoch?.(metrics);
  return after;
}

/** One epoch of steps; the mean loss. */
async function trainSteps(
  { config, batches, progress }: Run,
  session: Session,
  { epoch, learningRate }: { readonly epoch: number; readonly learningRate: number },
): Promise<number> {
  const always = { learningRate: Float32Array.of(learningRate), ...annealing(config, epoch) };
  const { epochs } = config.train;
  let total = 0;
  let done = 0;
  for await (const feeds of batches.epoch(epoch)) {
    progress.signal?.throwIfAborted();
    const { loss: result } = await session.run({ ...feeds, ...always });
    const loss = result![0]!;
    if (!Number.isFinite(loss)) {
      throw new InputError(
        `Cannot go on training in epoch ${epoch}: the loss is ${loss}; try a smaller ` +
          `train.learningRate than ${config.train.learningRate}`,
      );
    }
    total += loss;
    done++;
    const step = (epoch - 1) * batches.perEpoch + done;
    const steps = epochs * batches.perEpoch;
    progress.onStep?.({ epoch, epochs, step, steps, batchSize: batches.batchSize, loss });
  }
  return total / done;
}

/** β of tanh(βT) in this epoch, growing evenly from 1 to its end. */
function annealing({ targets, train }: Config, epoch: number): Record<string, Float32Array> {
  if (!("binarise" in targets) || targets.binarise !== "tanh") return {};
  const progress = train.epochs === 1 ? 1 : (epoch - 1) / (train.epochs - 1);
  return { beta: Float32Array.of(1 + (targets.betaEnd - 1) * progress) };
}

function learningRateOf({ train }: Config, epoch: number): number {
  const schedule = train.schedule === "step"
    ? { kind: "step", every: train.stepEvery, factor: train.stepFactor } as const
    : { kind: train.schedule };
  return learningRateAt(schedule, train.learningRate, epoch, train.epochs);
}

/**
 * The epoch with the best validation score, the earliest of equals; the last epoch where there are
 * no validation films. Epochs whose targets had collapsed do not count. Undefined if none is left.
 *
 * @param epochs In order, from the first
 */
export function bestEpoch(
  epochs: readonly EpochMetrics[],
  { train }: Config,
): EpochMetrics | undefined {
  const score = ({ validation, epoch }: EpochMetrics) =>
    validation === null ? epoch : validation[train.selectBy] ?? -Infinity;
  return epochs.filter(({ targets }) => targets.leastDistance > 0)
    .reduce<EpochMetrics | undefined>(
      (best, epoch) => best === undefined || score(epoch) > score(best) ? epoch : best,
      undefined,
    );
}
