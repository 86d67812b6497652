/**
 * What the page shows: one object, changed in one place, drawn anew after every change.
 *
 * @module
 */
import type {
  Ask,
  CaseAnswer,
  CasePage,
  Collection,
  ExplanationAnswer,
  HitAnswer,
  OcclusionAnswer,
  SearchAnswer,
} from "../schemas.ts";
import { arranged, type Order } from "./arrange.ts";
import { type Filters, NO_FILTERS } from "./filters.ts";
import type { FilmPixels } from "./film/pixels.ts";
import { firstStep, PLAIN, type Refinement, type Steps } from "./refinement.ts";

/** What the search starts from. */
export type Query =
  | { readonly kind: "none" }
  /** A film that the user chose; it is sent to the viewer's own host and nowhere else. */
  | { readonly kind: "film"; readonly name: string; readonly file: Blob }
  /** Several films of one study, which ask as one. */
  | { readonly kind: "study"; readonly films: readonly StudyFilm[] }
  /** A case by its handle; its id is "" until the viewer tells it. */
  | { readonly kind: "case"; readonly handle: string; readonly id: string }
  /** Findings without a film. */
  | {
    readonly kind: "findings";
    readonly wanted: readonly string[];
    readonly unwanted: readonly string[];
  };

/** The code of a film, as the viewer has told it. */
export interface FilmCode {
  /** `[bits]` */
  readonly continuous: number[];
  /** Whether the film is like those that the encoder learned from, where that is known. */
  readonly isFamiliar?: boolean;
}

/** A film that the user chose, and its code, which the viewer has told. */
export interface StudyFilm {
  readonly name: string;
  readonly file: Blob;
  readonly code: FilmCode;
}

/** One of several films that were chosen together. */
export interface QueuedFilm {
  readonly name: string;
  readonly file: Blob;
  readonly code: Fetched<FilmCode>;
}

/** Several films that were chosen together. */
export interface Queue {
  readonly films: readonly QueuedFilm[];
  /** The place of the one that is looked at. */
  readonly at: number;
}

/** Something that is fetched. */
export type Fetched<T> =
  | { readonly kind: "absent" }
  /** With what was there before, if anything. */
  | { readonly kind: "loading"; readonly value?: T | undefined }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "there"; readonly value: T };

/** A patient's films in time. */
export interface PatientFilms {
  readonly patient: string;
  readonly cases: Fetched<CasePage>;
}

/** The comparison of the query with one of the cases found. */
export interface Comparison {
  /** The case's place among the hits, from 0. */
  readonly at: number;
  readonly pixels: Fetched<FilmPixels>;
  readonly explanation: Fetched<ExplanationAnswer>;
}

/** A film that is looked at alone. */
export type LargeFilm =
  | { readonly kind: "query" }
  | {
    readonly kind: "case";
    readonly case: CaseAnswer;
    readonly pixels: Fetched<FilmPixels>;
  };

/** Everything. */
export interface State {
  readonly collection: Fetched<Collection>;
  readonly query: Query;
  /** The query's film. */
  readonly film: Fetched<FilmPixels>;
  readonly occlusion: Fetched<OcclusionAnswer>;
  /** Whether films stay on this machine where the page can encode them. */
  readonly staysHere: boolean;
  /** Findings that are marked wherever a case has them. */
  readonly marked: ReadonlySet<string>;
  /** Whether the user has marked them, and not the query's case. */
  readonly isMarkedByHand: boolean;
  readonly search: Fetched<SearchAnswer>;
  /** How the query is refined, and the ways back and forth. */
  readonly refinement: Steps<Refinement>;
  /** What was answered to the user's film as it is. */
  readonly filmAnswer: SearchAnswer | undefined;
  readonly queue: Queue | undefined;
  /** Findings that are chosen to be searched for without a film. */
  readonly sought: ReadonlyMap<string, "wanted" | "unwanted">;
  readonly order: Order;
  readonly isGrouped: boolean;
  /** Ids of cases that begin as what is typed. */
  readonly completions: readonly string[];
  /** All films of a patient. */
  readonly patientFilms: PatientFilms | undefined;
  readonly filters: Filters;
  readonly showsFilters: boolean;
  readonly top: number;
  /** How to ask; undefined for what the viewer takes to be best. */
  readonly ask: Ask | undefined;
  readonly radius: number | undefined;
  readonly samePatient: boolean;
  readonly browse: Fetched<CasePage>;
  /** Cases left out before the page of the collection. */
  readonly browseFrom: number;
  readonly comparison: Comparison | undefined;
  /** The film that is looked at alone. */
  readonly large: LargeFilm | undefined;
  /** Whether a comparison says why the case was found. */
  readonly showsWhy: boolean;
  readonly showsHelp: boolean;
  /** Whether single letters do things. */
  readonly usesKeys: boolean;
  readonly theme: "dark" | "light";
  readonly language: "en" | "zh";
  readonly isDragging: boolean;
  /** What is said to those who do not see the page change. */
  readonly announcement: string;
}

/** The state at the start. */
export const START: State = {
  collection: { kind: "absent" },
  query: { kind: "none" },
  film: { kind: "absent" },
  occlusion: { kind: "absent" },
  staysHere: true,
  marked: new Set(),
  isMarkedByHand: false,
  refinement: firstStep(PLAIN),
  filmAnswer: undefined,
  queue: undefined,
  sought: new Map(),
  order: "found",
  isGrouped: false,
  completions: [],
  patientFilms: undefined,
  search: { kind: "absent" },
  filters: NO_FILTERS,
  showsFilters: false,
  top: 12,
  ask: undefined,
  radius: undefined,
  samePatient: false,
  browse: { kind: "absent" },
  browseFrom: 0,
  comparison: undefined,
  large: undefined,
  showsWhy: matchMedia("(min-width: 80rem)").matches,
  showsHelp: false,
  usesKeys: true,
  theme: "dark",
  language: "en",
  isDragging: false,
  announcement: "",
};

let state = START;
let listener = () => {};

/** The state as it is now. */
export function current(): State {
  return state;
}

/** Changes some of the state and has the page drawn. */
export function change(changes: Partial<State>): void {
  state = { ...state, ...changes };
  listener();
}

/** Calls a function after every change. */
export function onChange(listen: () => void): void {
  listener = listen;
}

/** The cases found, in the order in which they are shown. */
export function hitsOf({ search, order, isGrouped }: State): readonly HitAnswer[] {
  return arranged(valueOf(search)?.hits ?? [], { order, isGrouped });
}

/** The value of something fetched, or what was there before; undefined where there is neither. */
export function valueOf<T>(fetched: Fetched<T>): T | undefined {
  return fetched.kind === "there" || fetched.kind === "loading" ? fetched.value : undefined;
}

/** What a promise gives, or why it fails. */
export async function fetched<T>(promise: Promise<T>): Promise<Fetched<T>> {
  try {
    return { kind: "there", value: await promise };
  } catch (error) {
    return { kind: "failed", message: messageOf(error) };
  }
}

/** What an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
