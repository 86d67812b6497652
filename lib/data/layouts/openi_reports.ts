/**
 * Open-i's reports, XML files in a folder or a `.tgz`, as a table with a row for each image.
 *
 * @module
 */
import { parseXml, type XmlElement } from "@rgrove/parse-xml";
import { parseTar } from "nanotar";
import { join } from "node:path";
import { InputError } from "../../base/errors.ts";
import { readBytes } from "../../base/files.ts";
import type { Table } from "../tables/table.ts";

/** The columns of the table. */
export const REPORT_COLUMNS = {
  image: "parentImage",
  report: "uId",
  headings: "MeSH major",
} as const;

/** What Open-i writes for a heading where a report was not indexed. */
const NOT_INDEXED = /^no indexing$/i;

/** Whether a path is one of reports rather than of a table: a folder, or an archive. */
export async function holdsReports(path: string): Promise<boolean> {
  if (isArchive(path)) return true;
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch {
    return false;
  }
}

function isArchive(path: string): boolean {
  return /\.(tgz|tar|tar\.gz)$/i.test(path);
}

/**
 * The table of the reports in a folder, in any nesting, or in an archive: the image's id, the
 * report's, and the headings of MeSH that name its findings (`Cardiomegaly` of
 * `Cardiomegaly/mild`) as a list in JSON; nothing where a report was not indexed.
 *
 * @throws {InputError} if there is no report, or one is no well-formed XML
 */
export async function readReports(path: string): Promise<Table> {
  const rows: string[][] = [];
  for await (const { name, text } of xmlFiles(path)) rows.push(...reportRows(text, name));
  if (rows.length > 0) return { name: path, header: Object.values(REPORT_COLUMNS), rows };
  throw new InputError(
    `Cannot read labels: "${path}" holds no report of Open-i with an image; expected XML files as ` +
      "in ecgen-radiology",
  );
}

/**
 * A row for each image of a report.
 *
 * @throws {InputError} if it is no well-formed XML
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { reportRows } from "./openi_reports.ts";
 *
 * const xml = '<eCitation><uId id="CXR7"/><MeSH><major>Cardiomegaly/mild</major></MeSH>' +
 *   '<parentImage id="CXR7_IM-2263-1001"/></eCitation>';
 * assertEquals(reportRows(xml, "7.xml"), [["CXR7_IM-2263-1001", "CXR7", '["Cardiomegaly"]']]);
 * ```
 */
export function reportRows(xml: string, name: string): string[][] {
  const root = parsedRoot(xml, name);
  const report = elements(root, "uId")[0]?.attributes["id"] ?? name;
  const headings = elements(root, "MeSH").flatMap((mesh) => elements(mesh, "major"))
    .map((heading) => heading.text.trim().split("/")[0]!.trim());
  const written = headings.filter((heading) => heading !== "" && !NOT_INDEXED.test(heading));
  const cell = written.length === 0 ? "" : JSON.stringify([...new Set(written)]);
  return elements(root, "parentImage").flatMap(({ attributes }) =>
    attributes["id"] === undefined ? [] : [[attributes["id"], report, cell]]
  );
}

function parsedRoot(xml: string, name: string): XmlElement {
  try {
    const { root } = parseXml(xml);
    if (root !== null) return root;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const [reason = ""] = error.message.split("\n");
    throw new InputError(`Cannot read labels: "${name}" is no well-formed XML: ${reason}`);
  }
  throw new InputError(`Cannot read labels: "${name}" is empty XML`);
}

/** The elements of this name below another, at any depth. */
function elements(parent: XmlElement, name: string): XmlElement[] {
  return parent.children.flatMap((child) => {
    if (!("children" in child)) return [];
    const element = child as XmlElement;
    return [...(element.name === name ? [element] : []), ...elements(element, name)];
  });
}

/** The XML files of a folder or an archive, sorted by name. */
async function* xmlFiles(path: string): AsyncGenerator<{ name: string; text: string }> {
  const isXml = (name: string) => /\.xml$/i.test(name) && !/(^|\/)\./.test(name);
  if (!isArchive(path)) {
    const names = (await filesBelow(path)).filter(isXml).sort();
    for (const name of names) {
      yield { name, text: utf8(await readBytes(name, "labels"), name) };
    }
    return;
  }
  const entries = untarred(await readBytes(path, "labels"), path);
  const files = entries.filter(({ name }) => isXml(name)).sort((a, b) => a.name < b.name ? -1 : 1);
  for (const { name, data } of files) {
    if (data !== undefined) yield { name: `${path}/${name}`, text: utf8(data, `${path}/${name}`) };
  }
}

function untarred(bytes: Uint8Array, path: string) {
  try {
    return parseTar(bytes);
  } catch {
    throw new InputError(`Cannot read labels: "${path}" is no well-formed tar archive`);
  }
}

function utf8(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`Cannot read labels: "${name}" is not UTF-8 text`);
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) found.push(...await filesBelow(path));
    else if (isFile) found.push(path);
  }
  return found;
}
