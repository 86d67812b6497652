/**
 * A DICOMweb server of films in memory, for faults that a real one does not have.
 *
 * @module
 */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { writeDicom } from "../images/dicom/dicom_writer.ts";

/** The studies that it has: each one series with one film. */
export const STUDIES: readonly string[] = Array.from({ length: 5 }, (_, n) => `1.2.3.${n}`);

/** What answers in the place of the server, for some requests. */
export type Fault = (request: Request, path: string) => Response | undefined | Promise<Response>;

/** Runs the body with a server, whose faults come first, and the paths that were asked for. */
export async function withFakeServer(
  body: (url: string, asked: readonly string[]) => Promise<void>,
  fault: Fault = () => undefined,
): Promise<void> {
  const asked: string[] = [];
  const server = createAdaptorServer({
    fetch: async (request) => {
      const { pathname } = new URL(request.url);
      const path = pathname.replace("/dicom-web/", "");
      asked.push(path);
      return await fault(request, path) ?? answer(request, path);
    },
    overrideGlobalObjects: false,
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  try {
    await body(`http://127.0.0.1:${port}/dicom-web`, asked);
  } finally {
    const closed = once(server, "close");
    server.close();
    if ("closeAllConnections" in server) server.closeAllConnections();
    await closed;
  }
}

/** A list in DICOM's JSON. */
export function json(list: readonly Readonly<Record<string, unknown>>[]): Response {
  const tagged = list.map((item) =>
    Object.fromEntries(
      Object.entries(item).map(([tag, value]) => [tag, { vr: "UI", Value: [value] }]),
    )
  );
  return Response.json(tagged, { headers: { "Content-Type": "application/dicom+json" } });
}

/** A film of a study, as the server sends it. */
export function filmOf(study: string): Uint8Array<ArrayBuffer> {
  const number = STUDIES.indexOf(study);
  const pixels = Uint8Array.from({ length: 400 }, (_, n) => (n * (number + 3)) % 251);
  return writeDicom({
    rows: 20,
    columns: 20,
    pixels,
    studyUid: study,
    objectUid: `${study}.1.1`,
    patientId: `MRN ${number}`,
    bodyPart: "CHEST",
    viewPosition: "PA",
  });
}

/** The body of an answer with one part. */
export function multipart(film: Uint8Array, boundary = "film"): Response {
  const [head, end] = [
    `--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`,
    `\r\n--${boundary}--`,
  ].map((text) => new TextEncoder().encode(text));
  const type = `multipart/related; type="application/dicom"; boundary=${boundary}`;
  return new Response(new Blob([head!, film.slice(), end!]), { headers: { "Content-Type": type } });
}

function answer(request: Request, path: string): Response {
  const { searchParams } = new URL(request.url);
  const [, study = "", , series = "", , object] = path.split("/");
  if (path === "studies") {
    const [from, most] = ["offset", "limit"].map((name) => Number(searchParams.get(name)));
    const page = STUDIES.slice(from, from! + Math.min(2, most!));
    return json(page.map((study) => ({ "0020000D": study, "00201208": 1 })));
  }
  if (!STUDIES.includes(study)) return new Response("", { status: 404 });
  if (path === `studies/${study}/series`) {
    return json([{ "0020000E": `${study}.1`, "00080060": "DX" }]);
  }
  if (path === `studies/${study}/series/${series}/instances`) {
    return json([{ "00080018": `${study}.1.1`, "00185101": "PA" }]);
  }
  return object === `${study}.1.1` ? multipart(filmOf(study)) : new Response("", { status: 404 });
}
