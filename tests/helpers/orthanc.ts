/**
 * Debian's Orthanc with its DICOMweb plugin, started for a test in a temporary folder; tests that need
 * it are skipped where it is absent.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { freePorts } from "../../tools/free_ports.ts";
import { Random } from "../../lib/base/random.ts";
import { type DicomFilm, writeDicom } from "../data/images/dicom/dicom_writer.ts";
import { inTemporaryFolder } from "./folders.ts";

const PROGRAM = "/usr/sbin/Orthanc";
const PLUGIN = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so";

/** What the server wants to be told. */
export const AUTHORIZATION = `Basic ${btoa("reader:a password")}`;

/** A running server. */
export interface Orthanc {
  /** Of DICOMweb. */
  readonly url: string;
  /** Gives it a DICOM file. */
  store(file: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** What the identifiers of films that tests make begin with. */
export const ROOT = "1.2.826.0.1.3680043.10.1";

/** A DICOM film; its study, series and object are numbered. */
export function dicomFilm(study: number, object: number, facts: Partial<DicomFilm> = {}) {
  const random = new Random(`film ${study}.${object}`);
  return writeDicom({
    rows: 20,
    columns: 20,
    pixels: Uint8Array.from({ length: 400 }, () => random.below(256)),
    studyUid: `${ROOT}.${study}`,
    seriesUid: `${ROOT}.${study}.${facts.modality === undefined ? 1 : 2}`,
    objectUid: uidOf(study, object),
    accessionNumber: `A${study}`,
    patientId: `MRN ${study % 3}`,
    patientSex: "F",
    patientAge: "058Y",
    studyDate: `2017030${1 + study % 9}`,
    viewPosition: "PA",
    bodyPart: "CHEST",
    ...facts,
  });
}

/** The identifier of such a film. */
export function uidOf(study: number, object: number): string {
  return `${ROOT}.${study}.1.${object}`;
}

/** Registers a test that needs Orthanc; without it the test is ignored and says why. */
export function testWithOrthanc(
  name: string,
  body: (orthanc: Orthanc, folder: string) => Promise<void>,
): void {
  const ignore = !existsSync(PROGRAM) || !existsSync(PLUGIN);
  const title = ignore ? `${name} (skipped: orthanc-dicomweb is not installed)` : name;
  Deno.test({
    name: title,
    ignore,
    fn: () => inTemporaryFolder((folder) => withOrthanc(folder, (server) => body(server, folder))),
  });
}

/** Runs the body with a server of no films, whose files lie in the folder. */
async function withOrthanc(
  folder: string,
  body: (orthanc: Orthanc) => Promise<void>,
): Promise<void> {
  const [port = 0] = freePorts(1);
  const settings = {
    StorageDirectory: join(folder, "orthanc"),
    HttpPort: port,
    DicomServerEnabled: false,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: true,
    RegisteredUsers: { reader: "a password" },
    Plugins: [PLUGIN],
    DicomWeb: { Enable: true, Root: "/dicom-web/" },
  };
  await Deno.writeTextFile(join(folder, "orthanc.json"), JSON.stringify(settings));
  const server = new Deno.Command(PROGRAM, {
    args: [join(folder, "orthanc.json")],
    stdout: "null",
    stderr: "null",
  }).spawn();
  const origin = `http://127.0.0.1:${port}`;
  const headers = { Authorization: AUTHORIZATION };
  try {
    await untilItAnswers(`${origin}/system`, headers);
    await body({
      url: `${origin}/dicom-web`,
      async store(file) {
        const answer = await fetch(`${origin}/instances`, { method: "POST", body: file, headers });
        assertEquals(answer.status, 200, await answer.text());
      },
    });
  } finally {
    server.kill("SIGTERM");
    await server.status;
  }
}

async function untilItAnswers(url: string, headers: Record<string, string>): Promise<void> {
  for (const start = performance.now(); performance.now() - start < 60_000;) {
    try {
      const answer = await fetch(url, { headers });
      await answer.body?.cancel();
      if (answer.ok) return;
    } catch {
      // It is not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("Orthanc does not answer");
}
