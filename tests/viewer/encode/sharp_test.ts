import { assertEquals, assertRejects } from "@std/assert";
import sharp, { type Sharp as Pipeline } from "sharp";
import { InputError } from "../../../lib/base/errors.ts";
import sharpInPage from "../../../lib/viewer/web/encode/sharp.ts";

/** Sizes that are enlarged, kept, and shrunk a little, by JPEG's own factors and by much. */
const SIZES = [[100, 90], [224, 224], [224, 300], [517, 300], [1000, 900], [2022, 2021]] as const;
const SIDE = 224;

/** Either, as far as films need it. */
type Sharp = typeof sharp;
const inPage = sharpInPage as unknown as Sharp;

/** What one does gives the other, to the last bit. */
async function assertSame(what: string, make: (sharp: Sharp) => Promise<Uint8Array>) {
  const [expected, given] = [await make(sharp), await make(inPage)];
  const at = expected.findIndex((value, i) => value !== given[i]);
  assertEquals([given.length, at], [expected.length, -1], what);
}

/** Values of 16 bits with edges, slopes and noise, without a pattern that resizing could hide. */
function values(length: number, width: number): Uint16Array {
  return Uint16Array.from({ length }, (_, at) => {
    const noise = (Math.imul(at, 2654435761) >>> 0) / 2 ** 32;
    const [x, y] = [at % width, at / width];
    return 250 * (128 + 60 * Math.sin(x / 17) + 50 * Math.cos(y / 13) + 14 * noise);
  });
}

// The threads of libvips stay until the process ends.
const sanitize = { sanitizeOps: false, sanitizeResources: false };

for (const [width, height] of SIZES) {
  Deno.test({
    name: `films of ${width} × ${height} are the page's as they are sharp's, to the last bit`,
    ...sanitize,
    fn: async () => {
      const deep = values(width * height, width);
      const bytes = Uint8Array.from(deep, (value) => value >> 8);
      const colours = Uint8Array.from({ length: 3 * bytes.length }, (_, at) => {
        return Math.min(255, bytes[Math.floor(at / 3)]! * (0.6 + 0.2 * (at % 3)));
      });
      const grey = sharp(bytes, { raw: { width, height, channels: 1 } }).toColourspace("b-w");
      const colour = sharp(colours, { raw: { width, height, channels: 3 } });
      const files = {
        png: await grey.png().toBuffer(),
        "PNG in colour": await colour.png().toBuffer(),
        jpeg: await grey.jpeg().toBuffer(),
        "JPEG in colour": await colour.jpeg({ progressive: true }).toBuffer(),
        "JPEG that is turned": await colour.withMetadata({ orientation: 6 }).jpeg().toBuffer(),
      };
      const reading = { autoOrient: true, ignoreIcc: true, limitInputPixels: false } as const;
      for (const [kind, file] of Object.entries(files)) {
        const opened = (one: Sharp) => one(new Uint8Array(file), reading).removeAlpha();
        await assertSame(`${kind}, whole`, (one) => toBytes(opened(one)));
        if (kind.includes("turned")) continue;
        for (const fit of ["fill", "cover", "contain"] as const) {
          const how = { fit, background: "black", kernel: "lanczos3" } as const;
          await assertSame(
            `${kind}, ${fit}`,
            (one) => toBytes(opened(one).resize(SIDE, SIDE, how)),
          );
        }
      }
      for (const fit of ["fill", "cover", "contain"] as const) {
        const how = { fit, background: "black", kernel: "lanczos3" } as const;
        await assertSame(
          `16 bits, ${fit}`,
          (one) =>
            one(deep, { raw: { width, height, channels: 1 } }).resize(SIDE, SIDE, how)
              .toColourspace("grey16").raw({ depth: "ushort" }).toBuffer(),
        );
      }
    },
  });
}

const toBytes = (image: Pipeline) => image.toColourspace("b-w").raw().toBuffer();

Deno.test({
  name: "the page tells what sharp tells of a file, and refuses alpha",
  ...sanitize,
  fn: async () => {
    const raw = { width: 2, height: 3, channels: 4 } as const;
    const image = () => sharp(new Uint8Array(24).fill(90), { raw });
    const files = [
      await image().removeAlpha().withMetadata({ orientation: 3 }).jpeg().toBuffer(),
      await image().removeAlpha().toColourspace("b-w").png().toBuffer(),
      await image().removeAlpha().toColourspace("grey16").png().toBuffer(),
    ];
    for (const file of files) {
      const { width, height, channels, depth, space, orientation = 1 } = await sharp(file)
        .metadata();
      const told = { width, height, channels, depth, space, orientation };
      const expected: unknown = await sharpInPage(new Uint8Array(file)).metadata();
      assertEquals(expected, told);
    }
    const clear = await image().png().toBuffer();
    await assertRejects(
      () => sharpInPage(new Uint8Array(clear)).metadata(),
      InputError,
      "alpha channel",
    );
  },
});
