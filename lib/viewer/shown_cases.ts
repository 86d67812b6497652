/**
 * The cases that a viewer shows: those of its index when that was last read.
 *
 * @module
 */
import type { Asker } from "../asking/asker.ts";
import type { FindingTargets } from "../run/encoder_files.ts";
import { IndexSearch } from "../search/index_search.ts";
import type { CodeStore } from "../store/code_store.ts";
import { everyCase } from "../store/every_case.ts";
import { CaseAnswers } from "./case_answers.ts";
import { Catalogue } from "./catalogue.ts";
import { Finder } from "./finder.ts";
import { CaseHandles } from "./security/case_handles.ts";
import { HiddenIdentifiers } from "./security/hidden_identifiers.ts";
import type { ServerSecret } from "./security/server_secret.ts";

/** How cases are searched and told of. */
export interface ShownCasesOptions {
  /** The index's folder. */
  readonly index: string;
  readonly targets?: FindingTargets | undefined;
  readonly asker?: Asker | undefined;
  /** What handles and hidden numbers are made of. */
  readonly secret: ServerSecret;
  /** Whether it is hidden whose the cases are. */
  readonly hidesIdentifiers: boolean;
}

/** What requests are answered from. */
interface Parts {
  readonly catalogue: Catalogue;
  readonly answers: CaseAnswers;
  readonly finder: Finder;
}

/** The cases of an index, which may be read anew while requests are answered. */
export class ShownCases {
  readonly #options: ShownCasesOptions;
  #parts: Parts;

  private constructor(options: ShownCasesOptions, parts: Parts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** The cases of a store. */
  static async read(store: CodeStore, options: ShownCasesOptions): Promise<ShownCases> {
    return new ShownCases(options, await partsOf(store, options));
  }

  /** The cases to leaf through. */
  get catalogue(): Catalogue {
    return this.#parts.catalogue;
  }

  /** What is told of them. */
  get answers(): CaseAnswers {
    return this.#parts.answers;
  }

  /** What searches them. */
  get finder(): Finder {
    return this.#parts.finder;
  }

  /** Shows the cases of a store instead. Requests at hand end with those that they began with. */
  async show(store: CodeStore): Promise<void> {
    this.#parts = await partsOf(store, this.#options);
  }
}

async function partsOf(store: CodeStore, options: ShownCasesOptions): Promise<Parts> {
  const { index, targets, asker, secret, hidesIdentifiers } = options;
  const cases = await Array.fromAsync(everyCase(store), (entry) => entry.case);
  const catalogue = new Catalogue(cases, store.info.labelNames);
  const hidden = hidesIdentifiers ? new HiddenIdentifiers(secret, cases) : undefined;
  const answers = new CaseAnswers(new CaseHandles(secret), hidden);
  const search = { folder: index, targets: targets ?? null, asker: asker ?? null };
  return {
    catalogue,
    answers,
    finder: new Finder(new IndexSearch(store, search), catalogue, answers),
  };
}
