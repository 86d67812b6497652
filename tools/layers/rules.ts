/**
 * The rules of the house, each a function from the imports to what breaks it.
 *
 * @module
 */
import { basename, dirname } from "node:path";
import { ABOVE_LIB, FLOORS, PACKAGES } from "./floors.ts";
import type { Imports } from "./imports.ts";

/** What breaks a rule: one line that names the files. */
export type Fault = string;

/** Imports that go up, or aside to another room of the same floor; and files in no room. */
export function upwardImports(imports: Imports): readonly Fault[] {
  const faults: Fault[] = [];
  for (const [module, targets] of imports) {
    const from = roomOf(module);
    if (from === undefined) {
      faults.push(`${module} is in no room of tools/layers/floors.ts`);
      continue;
    }
    for (const target of targets) {
      const to = roomOf(target);
      if (to === undefined || to === from || isPackage(target)) continue;
      const [low, high] = [heightOf(from), heightOf(to)];
      if (high < low) continue;
      const way = high > low ? "up" : "aside";
      faults.push(`${module} -> ${target}: goes ${way}, from ${from} to ${to}`);
    }
  }
  return faults;
}

/** Circles of files that import each other, each told once. */
export function circles(imports: Imports): readonly Fault[] {
  const faults: Fault[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (module: string): void => {
    const start = path.indexOf(module);
    if (start >= 0) faults.push(`circle: ${[...path.slice(start), module].join(" -> ")}`);
    if (start >= 0 || done.has(module)) return;
    path.push(module);
    for (const target of imports.get(module) ?? []) visit(target);
    path.pop();
    done.add(module);
  };
  for (const module of imports.keys()) visit(module);
  return faults;
}

/** Imports of a file that starts with `_` from outside its own folder. */
export function privateImports(imports: Imports): readonly Fault[] {
  return [...imports].flatMap(([module, targets]) =>
    [...targets]
      .filter((target) => basename(target).startsWith("_") && !isBeside(module, target))
      .map((target) => `${module} -> ${target}: is private to ${dirname(target)}`)
  );
}

/**
 * Paths in the text of a module of lib that lead out of it upwards.
 *
 * @param text What the module holds
 */
export function namesAbove(module: string, text: string): readonly Fault[] {
  if (!module.startsWith("lib/")) return [];
  const above = new RegExp(`["'\`](?:\\.\\.?/)+(${ABOVE_LIB.join("|")})(?=["'\`/])`, "g");
  return [...text.matchAll(above)].map(([, name]) => `${module} names ${name}/ by a path`);
}

/** A test stands in the folder that mirrors the room, and may use what is private there. */
function isBeside(module: string, target: string): boolean {
  const folder = dirname(target);
  return [folder, folder.replace(/^lib\//, "tests/")].includes(dirname(module));
}

function roomOf(path: string): string | undefined {
  return FLOORS.flat().find((room) => path === room || path.startsWith(`${room}/`));
}

function heightOf(room: string): number {
  return FLOORS.length - FLOORS.findIndex((floor) => floor.includes(room));
}

function isPackage(path: string): boolean {
  return PACKAGES.some((folder) => path.startsWith(`${folder}/`));
}
