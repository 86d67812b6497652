import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import sharp from "sharp";
import { declaredPixels } from "../../../lib/data/images/declared_pixels.ts";
import { MOST_PIXELS } from "../../../lib/data/images/dicom/mod.ts";
import { DEFLATED, writeDicom } from "./dicom/dicom_writer.ts";

const grey = () => sharp({ create: { width: 30, height: 20, channels: 3, background: "grey" } });

Deno.test("declaredPixels() reads PNG, JPEG and DICOM headers", async () => {
  const png = new Uint8Array(await grey().png().toBuffer());
  const jpeg = new Uint8Array(await grey().jpeg().toBuffer());
  const progressive = new Uint8Array(await grey().jpeg({ progressive: true }).toBuffer());
  const dicom = writeDicom({ rows: 20, columns: 30, pixels: new Uint8Array(600) });
  for (const bytes of [png, jpeg, progressive, dicom]) assertEquals(declaredPixels(bytes), 600);
});

Deno.test("declaredPixels() takes what does not tell for the largest film", async () => {
  const png = new Uint8Array(await grey().png().toBuffer());
  const film = { rows: 20, columns: 30, pixels: new Uint8Array(600) };
  const hidden = writeDicom({ ...film, transferSyntax: DEFLATED });
  const huge = png.slice();
  new DataView(huge.buffer).setUint32(16, 60_000);
  new DataView(huge.buffer).setUint32(20, 60_000);
  for (const bytes of [new Uint8Array(), png.subarray(0, 20), hidden, huge]) {
    assertEquals(declaredPixels(bytes), MOST_PIXELS);
  }
});

Deno.test("declaredPixels() takes any bytes", async () => {
  const jpeg = new Uint8Array(await grey().jpeg().toBuffer());
  const dicom = writeDicom({ rows: 20, columns: 30, pixels: new Uint8Array(600) });
  const marks = [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], jpeg, dicom].map((mark) =>
    Uint8Array.from(mark)
  );
  const bytes = fc.tuple(fc.constantFrom(...marks), fc.nat(1000), fc.uint8Array()).map(
    ([mark, at, noise]) => Uint8Array.from([...mark.subarray(0, at), ...noise]),
  );
  fc.assert(fc.property(bytes, (bytes) => {
    const pixels = declaredPixels(bytes);
    assert(pixels > 0 && pixels <= MOST_PIXELS);
  }));
});
