/**
 * Takes the pictures of the viewer in docs/: `deno run -A tools/viewer_screenshots.ts INDEX`, with
 * the index of `deno task demo`'s run. The films are drawn anew, finer than those that the encoder
 * was trained on, and encoded by it. Needs Debian's package `chromium`.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import sharp from "sharp";
import { phantomDataset } from "../lib/data/phantom/mod.ts";
import { writeWhole } from "../lib/base/files.ts";
import { oddFilm } from "../lib/data/phantom/odd_films.ts";
import { Random } from "../lib/base/random.ts";
import { greyImage, pngBytes } from "../lib/report/film_image.ts";
import type { Case } from "../lib/store/case.ts";
import { Encoder } from "../lib/run/encoder.ts";
import { copyEncoder, readAsker, readTargets } from "../lib/run/encoder_files.ts";
import { findFilms, queryOfId } from "../lib/search/find_films.ts";
import { renewWorth } from "../lib/search/worth/collection_worth.ts";
import { HammingIndex } from "../lib/store/memory/hamming_index.ts";
import { encoderFolder } from "../lib/search/indexing/index_folder.ts";
import { CaseHandles } from "../lib/viewer/security/case_handles.ts";
import { ServerSecret } from "../lib/viewer/security/server_secret.ts";
import { openViewer } from "../lib/viewer/viewer.ts";

const FILMS = 600;
const SIZE = 128;
const DESKTOP = { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 };
const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 1.5 };

/** Draws films into a folder, indexes them with their codes and measures what answers are worth. */
async function indexPhantom(folder: string, encoder: Encoder): Promise<HammingIndex> {
  const { ids, patients, labels, strata, inputs } = await phantomDataset(
    { films: FILMS, imageSize: SIZE, positivesOnly: true },
    { seed: 21 },
  );
  const { names, values } = labels;
  const index = HammingIndex.empty({
    bits: encoder.card.bits,
    model: encoder.identity,
    labelNames: names,
  });
  for (const [row, id] of ids.entries()) {
    const { pixels } = greyImage(await inputs.read([row]), SIZE);
    const png = await sharp(pixels, { raw: { width: SIZE, height: SIZE, channels: 1 } })
      .toColourspace("b-w").png().toBuffer();
    await writeWhole(join(folder, `${id}.png`), png);
    const film: Case = {
      id,
      patient: patients[row]!,
      labels: names.filter((_, c) => values[row * names.length + c] === 1),
      unknown: [],
      sex: strata.sex[row]!,
      age: strata.age[row]!,
      view: strata.view[row]!,
      image: `${id}.png`,
    };
    index.add([film], (await encoder.encodeFile(png, id)).packed);
  }
  await renewWorth(folder, index, ids);
  return index;
}

/** The case with two findings whose neighbours share most of them. */
async function tellingCase(index: HammingIndex): Promise<string> {
  let best = { id: "", shared: -1 };
  for (const { case: { id, labels } } of index.entries()) {
    if (labels.length !== 2) continue;
    const { films: found } = await findFilms(index, await queryOfId(id, index), { top: 8 });
    const shared = found.reduce((sum, film) => sum + film.shared!.length, 0);
    if (shared > best.shared) best = { id, shared };
  }
  return best.id;
}

async function openCase(browser: Browser, url: string, screen: typeof DESKTOP): Promise<Page> {
  const context = await browser.newContext(screen);
  const page = await context.newPage();
  await page.goto(url);
  await page.locator("#hits img").first().waitFor();
  await settle(page);
  return page;
}

/** Waits until all films in sight are drawn. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(300);
}

async function shoot(page: Page, path: string): Promise<void> {
  const picture = await page.screenshot();
  await writeWhole(path, await sharp(picture).png({ palette: true, colours: 128 }).toBuffer());
}

async function takePictures(browser: Browser, url: string): Promise<void> {
  const desktop = await openCase(browser, url, DESKTOP);
  await shoot(desktop, "docs/viewer.png");
  await desktop.locator("#hits .film").first().click();
  await desktop.getByText(/bits agree/).waitFor();
  await settle(desktop);
  await shoot(desktop, "docs/viewer_compare.png");
  const phone = await openCase(browser, url, PHONE);
  await phone.locator("#hits .film").first().click();
  await settle(phone);
  await shoot(phone, "docs/viewer_phone.png");
}

/** What the viewer says of noise. */
async function takeStrangePicture(browser: Browser, url: string): Promise<void> {
  const context = await browser.newContext(DESKTOP);
  const page = await context.newPage();
  await page.goto(url);
  const source = { size: SIZE, random: new Random("noise"), film: new Float32Array(SIZE ** 2) };
  const buffer = Buffer.from(await pngBytes(greyImage(oddFilm("noise", source), SIZE)));
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Open film…" }).first().click();
  await (await chooser).setFiles({ name: "noise.png", mimeType: "image/png", buffer });
  await page.locator("#hits img").first().waitFor();
  await settle(page);
  await shoot(page, "docs/viewer_strange.png");
}

if (import.meta.main) {
  const model = await encoderFolder(Deno.args[0]!);
  const encoder = await Encoder.open(model);
  const folder = await Deno.makeTempDir();
  await copyEncoder(model, await encoderFolder(folder));
  const index = await indexPhantom(folder, encoder);
  const secret = crypto.randomUUID();
  const handles = new CaseHandles(new ServerSecret(secret));
  const viewer = await openViewer({
    index: folder,
    store: index,
    targets: await readTargets(model),
    asker: await readAsker(model),
    host: "127.0.0.1",
    port: 0,
    secret,
  });
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  await takePictures(browser, `${viewer.url}#case=${handles.of(await tellingCase(index))}`);
  await takeStrangePicture(browser, viewer.url);
  await browser.close();
  await viewer.close();
  await encoder.close();
  await Deno.remove(folder, { recursive: true });
}
