/**
 * `deno task bench NAME`: runs one of the measurements in this folder.
 *
 * @module
 */
import { Command } from "commander";
import { runCommand } from "../cli/command_line.ts";
import { type CommandEntry, withSubcommands } from "../cli/program.ts";

const BENCHES: Readonly<Record<string, CommandEntry>> = {
  dicom: {
    summary: "reading DICOM films in every transfer syntax, beside PNG and libvips' own reading",
    load: () => import("./dicom.ts"),
  },
  engine: {
    summary: "training steps and a frozen network, beside PyTorch where Debian's is installed",
    load: () => import("./engine.ts"),
  },
  expected: {
    summary: "searching 112,120 and a million codes by expected relevance, beside the scan",
    load: () => import("./expected.ts"),
  },
  films: {
    summary: "reading PNG and JPEG films, in a folder and single large ones, beside libvips alone",
    load: () => import("./films.ts"),
  },
  filters: {
    summary: "the dearest filters that are accepted, over the viewer's cases",
    load: () => import("./filters.ts"),
  },
  floor: {
    summary: "how far training steps are from what the machine could do, operator by operator",
    load: () => import("./floor.ts"),
  },
  gpu: {
    summary:
      "training and encoding on a GPU, beside PyTorch on the same, and agreement with the CPU",
    load: () => import("./gpu.ts"),
  },
  metrics: {
    summary: "the full table for 25,596 queries against 86,524 codes of 64 bits",
    load: () => import("./metrics.ts"),
  },
  odd: {
    summary: "whether an encoder tells noise, a hand or a turned film from films like its own",
    load: () => import("./odd_films.ts"),
  },
  repeat: {
    summary: "a folder of 112,120 phantom films, repeated, to train on at that size",
    load: () => import("./repeat.ts"),
  },
  rerank: {
    summary: "what a database loses by expected relevance, which it scores the nearest codes by",
    load: () => import("./rerank.ts"),
  },
  search: {
    summary: "searching 112,120 to 10 million codes, beside a floor in C++ and FAISS",
    load: () => import("./search.ts"),
  },
  start: {
    summary: "how long search and train take to start, and where it goes",
    load: () => import("./start.ts"),
  },
  stream: {
    summary: "films from disk to a network: decoded once, read, changed, and through a frozen one",
    load: () => import("./stream.ts"),
  },
  tables: {
    summary: "reading a table of a million films and splitting it by patient",
    load: () => import("./tables.ts"),
  },
  postgres: {
    summary:
      "the embedded index, PGlite and PostgreSQL beside each other, at 112,120 and 1 M cases",
    load: () => import("./postgres.ts"),
  },
  viewer: {
    summary: "showing a film of 3,000 pixels in the viewer's page, and windowing it",
    load: () => import("./viewer.ts"),
  },
};

const bench = new Command("bench").description("Measures speed.");
await runCommand(await withSubcommands(bench, BENCHES, Deno.args));
