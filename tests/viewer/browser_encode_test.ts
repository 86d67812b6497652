/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { join } from "node:path";
import { assert, assertEquals, assertRejects } from "@std/assert";
import sharp from "sharp";
import { InputError } from "../../lib/base/errors.ts";
import { packCodes } from "../../lib/codes/pack.ts";
import { Encoder } from "../../lib/run/encoder.ts";
import { IndexSearch } from "../../lib/search/index_search.ts";
import { readEncoderInPage } from "../../lib/viewer/encoder_in_page.ts";
import { openViewer, type Viewer } from "../../lib/viewer/viewer.ts";
import { writeDicom } from "../data/images/dicom/dicom_writer.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { tinyIndex } from "../helpers/tiny_index.ts";
import { assertAccessible, dropFilm, openPage, start, testInBrowser } from "./browser.ts";

const SIDE = 150;

/** A made-up film's values from 0 to 1. */
function valueAt(at: number): number {
  const [x, y] = [at % SIDE, Math.floor(at / SIDE)];
  return 0.5 + 0.25 * Math.sin(x / 9) + 0.2 * Math.cos(y / 13) + 0.04 * Math.sin(x * y);
}

/** Films of every kind that the page reads. */
async function films(): Promise<Record<string, Uint8Array>> {
  const count = SIDE * SIDE;
  const bytes = Uint8Array.from({ length: count }, (_, at) => Math.round(255 * valueAt(at)));
  const words = Uint16Array.from({ length: count }, (_, at) => Math.round(4095 * valueAt(at)));
  const raw = { width: SIDE, height: SIDE, channels: 1 } as const;
  const grey = () => sharp(bytes, { raw }).toColourspace("b-w");
  const colours = () => sharp(bytes, { raw }).toColourspace("srgb");
  return {
    "grey.png": await grey().png().toBuffer(),
    "deep.png": await sharp(words, { raw }).toColourspace("grey16").png().toBuffer(),
    "colours.png": await colours().png().toBuffer(),
    "grey.jpg": await grey().jpeg({ quality: 90 }).toBuffer(),
    "turned.jpg": await colours().withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    "film.dcm": writeDicom({
      rows: SIDE,
      columns: SIDE,
      bitsAllocated: 16,
      bitsStored: 12,
      photometric: "MONOCHROME1",
      windowCenter: "2000",
      windowWidth: "3000",
      pixels: new Uint8Array(words.buffer),
    }),
  };
}

/** A viewer of a small index whose page encodes films. */
async function serveTinyIndex(body: (viewer: Viewer, index: string) => Promise<void>) {
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    await using search = await IndexSearch.open({ place: index });
    const viewer = await openViewer({
      index,
      store: search.store,
      host: "127.0.0.1",
      port: 0,
      limits: { processes: 1 },
      encodesInPage: true,
    });
    await body(viewer, index);
    await viewer.close();
  });
}

testInBrowser(
  "the page's code of a film is the server's, and no request has the film",
  async () => {
    const { browser } = await start();
    await serveTinyIndex(async (viewer, index) => {
      await using encoder = await Encoder.open(join(index, "encoder"));
      const { page, problems, requested } = await openPage(browser, viewer.url);
      const bodies: string[] = [];
      let strange = 0;
      page.on("request", (request) => bodies.push(request.postData() ?? ""));
      assert(await page.getByLabel("The film stays on this machine").isChecked());
      for (const [name, bytes] of Object.entries(await films())) {
        const answered = page.waitForResponse(/\/api\/search/);
        await dropFilm(page, name, bytes);
        const { query } = await (await answered).json();
        const expected = await encoder.encodeFile(bytes, name);
        const continuous = Float32Array.from(query.continuous);
        const worst = Math.max(
          ...continuous.map((v, bit) => Math.abs(v - expected.continuous[bit]!)),
        );
        assert(worst <= 1e-4, `${name} differs by ${worst}`);
        assertEquals(packCodes(continuous, continuous.length), expected.packed, name);
        assertEquals(query.isFamiliar, expected.isFamiliar ?? null, name);
        strange += Number(query.isFamiliar === false);
        await page.getByRole("heading", { name }).waitFor();
        await page.locator("#hits .card").first().waitFor();
        await page.getByRole("button", { name: "Open large", exact: true }).waitFor();
      }
      // They are waves, and no films.
      assert(strange > 0, "no film is strange");
      await assertAccessible(page, "a film that stays here");
      assert(bodies.every((body) => body.length < 2000), "a request has more than a code");
      assert(!requested.some((url) => /\/api\/(pixels|occlusion)/.test(url)), requested.join());
      assert(requested.every((url) => url.startsWith(viewer.url)));
      assertEquals(problems, []);
      await page.close();
    });
  },
);

testInBrowser(
  "what the page cannot read as the server does is refused in words, and not sent",
  async () => {
    const { browser } = await start();
    await serveTinyIndex(async (viewer) => {
      const { page, requested } = await openPage(browser, viewer.url);
      const alert = page.locator(".results [role=alert]");
      const raw = { width: 2, height: 2, channels: 4 } as const;
      const clear = await sharp(new Uint8Array(16), { raw }).png().toBuffer();
      await dropFilm(page, "clear.png", clear);
      await alert.getByText(/"clear.png": it has an alpha channel/).waitFor();
      const compressed = writeDicom({
        rows: 2,
        columns: 2,
        transferSyntax: "1.2.840.10008.1.2.4.50",
        pixels: await sharp(new Uint8Array(4), { raw: { ...raw, channels: 1 } })
          .toColourspace("b-w").jpeg().toBuffer(),
      });
      await dropFilm(page, "compressed.dcm", compressed);
      await alert.getByText(/"compressed.dcm": it is compressed as JPEG/).waitFor();
      await dropFilm(page, "notes.png", new TextEncoder().encode("hi"));
      await alert.getByText(/"notes.png": it is a text/).waitFor();
      assert(!requested.some((url) => /\/api\/(search|pixels)/.test(url)), requested.join());
      // The region would need the film, too.
      await dropFilm(page, "film.dcm", (await films())["film.dcm"]!);
      await page.locator("#hits .film").first().click();
      await page.getByRole("button", { name: "Region that matters" }).click();
      await page.getByText(/and the film stays here/).first().waitFor();
      await page.keyboard.press("Escape");
      // Off, the film is sent, as anywhere.
      await page.getByLabel("The film stays on this machine").uncheck();
      const sent = page.waitForRequest(/\/api\/pixels/);
      await dropFilm(page, "clear.png", clear);
      await sent;
      await page.close();
    });
  },
);

testInBrowser(
  "only the worker may compile WebAssembly, and only where that is wanted",
  async () => {
    const { viewer: plain } = await start();
    assertEquals((await fetch(new URL("encode/worker.ts", plain.url))).status, 404);
    assertEquals((await fetch(new URL("encode/encoder.onnx", plain.url))).status, 404);
    await serveTinyIndex(async (viewer) => {
      const policyOf = async (path: string) =>
        (await fetch(new URL(path, viewer.url))).headers.get("content-security-policy")!;
      for (const path of ["", "main.ts", "encode/sharp.ts", "encode/encoder.onnx"]) {
        assert(!/unsafe/.test(await policyOf(path)), path);
      }
      assert(/trusted-types lit-html film-reader/.test(await policyOf("")));
      for (const path of ["encode/worker.ts", "vendor/vips-es6.js"]) {
        assertEquals(
          await policyOf(path),
          "default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'unsafe-eval'",
        );
      }
    });
  },
);

Deno.test("readEncoderInPage() serves every module that the worker imports, by addresses alone", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    const files = await readEncoderInPage(index);
    for (const [path, { body, type }] of files) {
      if (!path.endsWith(".ts") || typeof body !== "string") continue;
      assertEquals(type, "text/javascript; charset=utf-8");
      for (const [, name] of body.matchAll(/^(?:import|export|\}) .*from "([^"]+)"/gm)) {
        assert(files.has(new URL(name!, `http://host${path}`).pathname), `${path}: ${name}`);
      }
    }
    assert(files.has("/data/images/decode.ts") && files.has("/encode/sharp.ts"));
    assert(![...files.keys()].some((path) => /viewer|store|node_modules/.test(path)));
  });
});

Deno.test("readEncoderInPage() refuses encoders that a page cannot run", async () => {
  await inTemporaryFolder(async (folder) => {
    const { index } = await tinyIndex(folder);
    const path = join(index, "encoder", "encoder.json");
    const card = JSON.parse(await Deno.readTextFile(path));
    const input = { kind: "features", width: 8, transform: "none" };
    await Deno.writeTextFile(path, JSON.stringify({ ...card, input }));
    await assertRejects(() => readEncoderInPage(index), InputError, "takes features");
  });
});
