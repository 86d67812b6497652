/**
 * The subcommands of `cohash` by name.
 *
 * @module
 */
import type { CommandEntry } from "./program.ts";

/** All commands, in the order in which the help lists them. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  demo: {
    summary: "train cohash and OrthoHash on synthetic films and write a report page",
    load: () => import("./demo.ts"),
  },
  train: {
    summary: "train a configuration, or go on with it, and score it",
    load: () => import("./train.ts"),
  },
  evaluate: {
    summary: "score a finished run and print its table, or JSON",
    load: () => import("./evaluate.ts"),
  },
  plot: {
    summary: "draw the charts of a finished run or of a study",
    load: () => import("./plot.ts"),
  },
  ablate: {
    summary: "run a study, or list the studies",
    load: () => import("./ablate.ts"),
  },
  few: {
    summary: "ask for findings of which few films are labelled, with and without the graph",
    load: () => import("./few.ts"),
  },
  encode: {
    summary: "make hash codes of new films with a finished run",
    load: () => import("./encode.ts"),
  },
  index: {
    summary: "make an index of a finished run's films, or change one",
    load: () => import("./index.ts"),
  },
  search: {
    summary: "find the films of an index that lie nearest to a film, an id or a code",
    load: () => import("./search.ts"),
  },
  serve: {
    summary: "serve the viewer: find cases like a film in a web page",
    load: () => import("./serve.ts"),
  },
  audit: {
    summary: "check the log of who used a viewer",
    load: () => import("./audit.ts"),
  },
  push: {
    summary: "bring an index into PostgreSQL, or up to date there",
    load: () => import("./push.ts"),
  },
  reproduce: {
    summary: "make the runs that README and docs quote and check their figures",
    load: () => import("./reproduce.ts"),
  },
  phantom: {
    summary: "draw a contact sheet of synthetic films",
    load: () => import("./phantom.ts"),
  },
  completion: {
    summary: "print a script by which a shell completes all this",
    load: () => import("./completion.ts"),
    needsAll: true,
  },
};
