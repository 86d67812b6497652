/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { writeDicom } from "../data/images/dicom/dicom_writer.ts";
import { brightnessOf, dropFilm, openPage, start, testInBrowser } from "./browser.ts";

const COLUMNS = 300;
const ROWS = 200;

/** A film of 12 bits that grows brighter to the right and has a known spacing. */
function dicomFilm(): Uint8Array<ArrayBuffer> {
  const words = Uint16Array.from(
    { length: ROWS * COLUMNS },
    (_, at) => Math.floor(4095 * (at % COLUMNS) / (COLUMNS - 1)),
  );
  return writeDicom({
    rows: ROWS,
    columns: COLUMNS,
    bitsAllocated: 16,
    bitsStored: 12,
    pixels: new Uint8Array(words.buffer),
    windowCenter: "2048",
    windowWidth: "2000",
    slope: "1",
    intercept: "-1000",
    rescaleType: "HU",
    imagerPixelSpacing: "0.5\\0.5",
  });
}

/** Opens the film alone and gives its frame. */
async function openLarge() {
  const { viewer, browser } = await start();
  const opened = await openPage(browser, viewer.url);
  const { page } = opened;
  await dropFilm(page, "ramp.dcm", dicomFilm());
  await page.getByRole("button", { name: "Open large", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "ramp.dcm" });
  const film = dialog.locator(".film-view");
  await film.getByText("of 300 × 200").waitFor();
  await settled(page);
  return { ...opened, dialog, film, corner: (name: string) => cornerText(page, name) };
}

const settled = (page: Page) => page.waitForTimeout(120);
const cornerText = (page: Page, name: string) =>
  page.locator(`dialog.large .corner.${name}`).first().textContent();
const status = (page: Page) => page.getByRole("status").textContent();

/** Drags with a button from the middle of an element. */
async function drag(
  page: Page,
  { right = 0, down = 0, button = "left" as "left" | "right" | "middle" },
): Promise<void> {
  const { x, y, width, height } = (await page.locator("dialog.large .film-view").boundingBox())!;
  const [fromX, fromY] = [x + width / 2, y + height / 2];
  await page.mouse.move(fromX, fromY);
  await page.mouse.down({ button });
  await page.mouse.move(fromX + right, fromY + down, { steps: 4 });
  await page.mouse.up({ button });
  await settled(page);
}

testInBrowser("drags do what they do in OHIF: darker down, wider to the right", async () => {
  const { page, film, corner, problems } = await openLarge();
  assertEquals(await corner("bottom"), "W 1999 L 2048 HU");
  const before = await brightnessOf(film);
  await drag(page, { down: 80 });
  const [, level] = /L (\d+)/.exec((await corner("bottom"))!)!;
  assert(Number(level) > 2048 && await brightnessOf(film) < before - 5);
  await page.keyboard.press("0");
  await drag(page, { right: 80 });
  const [, width] = /W (\d+)/.exec((await corner("bottom"))!)!;
  assert(Number(width) > 2000);
  await page.keyboard.press("0");

  await drag(page, { down: 80, button: "right" });
  const [, percent] = /^(\d+)/.exec((await corner("bottom.right"))!)!;
  await page.keyboard.press("f");
  await settled(page);
  const [, whole] = /^(\d+)/.exec((await corner("bottom.right"))!)!;
  assert(Number(percent) > 1.2 * Number(whole), `${percent} ${whole}`);
  assertEquals(problems, []);
  await page.close();
});

testInBrowser("the middle button and the space bar move a film that is zoomed", async () => {
  const { page, film } = await openLarge();
  const { x, y, width, height } = (await film.boundingBox())!;
  const under = async () => {
    await page.mouse.move(x + width / 2, y + height / 2);
    await settled(page);
    return Number(/^x (\d+)/.exec((await cornerText(page, "top"))!)![1]);
  };
  for (let n = 0; n < 5; n++) await page.keyboard.press("+");
  const before = await under();
  await drag(page, { right: 150, button: "middle" });
  const moved = await under();
  assert(moved < before - 10, `${before} ${moved}`);
  await page.keyboard.down(" ");
  await drag(page, { right: 150 });
  await page.keyboard.up(" ");
  assert(await under() < moved - 10);
  await page.close();
});

testInBrowser("presets, turns and one to one are seen, said and undone", async () => {
  const { page, film, corner } = await openLarge();
  await page.keyboard.press("2");
  await settled(page);
  assertEquals(await corner("bottom"), "W 4095 L 1048 HU");
  assertEquals(await status(page), "Window over all values");
  const bright = (at: "left" | "right" | "top" | "bottom") =>
    film.locator(".film-canvas").evaluate((element, at) => {
      const canvas = element as HTMLCanvasElement;
      const { width, height } = canvas;
      const side = Math.min(width / 3, height / 2) * 0.9;
      const [x, y] = { left: [-side, 0], right: [side, 0], top: [0, -side], bottom: [0, side] }[at];
      const context = canvas.getContext("2d")!;
      const place = [Math.round(width / 2 + x! / 2), Math.round(height / 2 + y! / 2)] as const;
      return context.getImageData(...place, 1, 1).data[0]!;
    }, at);
  assert(await bright("right") > await bright("left") + 50);
  await page.keyboard.press("r");
  await settled(page);
  assert(await bright("bottom") > await bright("top") + 50, "turned to the right");
  await page.keyboard.press("v");
  await settled(page);
  assert(await bright("top") > await bright("bottom") + 50, "upside down");
  assertEquals(await status(page), "Top and bottom exchanged");
  await page.getByRole("button", { name: "1:1" }).click();
  await settled(page);
  assertEquals(await corner("bottom.right"), "1:1 of 300 × 200");
  await page.getByRole("combobox", { name: "Window for…" }).selectOption("1");
  await page.keyboard.press("0");
  await settled(page);
  assertEquals(await corner("bottom"), "W 1999 L 2048 HU");
  assert(await bright("right") > await bright("left") + 50);
  await page.close();
});

testInBrowser("lengths and angles are measured with the mouse, in millimetres", async () => {
  const { page, dialog, film, corner } = await openLarge();
  await page.getByRole("button", { name: "1:1" }).click();
  await page.getByRole("button", { name: "Length" }).click();
  await drag(page, { right: 60, down: 80 });
  const list = dialog.getByRole("list", { name: "Measurements" });
  await list.getByText("Length 50.0 mm").waitFor();
  await list.getByText("mm at the detector (ImagerPixelSpacing)").waitFor();
  assertEquals(await status(page), "Length 50.0 mm");
  // Turning the film changes no measure.
  await page.keyboard.press("r");
  await page.getByRole("button", { name: "Angle" }).click();
  await drag(page, { right: 60 });
  const { x, y, width, height } = (await film.boundingBox())!;
  await page.mouse.click(x + width / 2 + 60, y + height / 2 + 60);
  await list.getByText("Angle 90.0°").waitFor();
  await list.getByText("Length 50.0 mm").waitFor();
  await dialog.getByRole("button", { name: "Remove Length 50.0 mm" }).click();
  await list.getByText("Length").waitFor({ state: "detached" });
  await page.mouse.move(x + width / 2 + 1, y + height / 2 + 1);
  await settled(page);
  assert(/^x \d+, y \d+: −?\d+ HU$/.test((await corner("top"))!));
  await page.close();
});

testInBrowser(
  "lengths are measured with keys alone, and the values under the cursor said",
  async () => {
    const { page, dialog } = await openLarge();
    await page.keyboard.press("n");
    await page.keyboard.press("s");
    await page.keyboard.press("ArrowLeft");
    assert(/^x \d+, y \d+: −?\d+ HU$/.test((await status(page))!), (await status(page))!);
    await page.keyboard.press("Enter");
    assertEquals(await status(page), "Point put");
    for (let n = 0; n < 5; n++) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    assertEquals(await status(page), "Length 40.0 mm");
    await page.keyboard.press("Delete");
    assertEquals(await dialog.getByRole("list", { name: "Measurements" }).count(), 0);
    // Escape puts the tool away first, and then closes the film.
    await page.keyboard.press("Escape");
    assertEquals(
      await dialog.getByRole("button", { name: "Length" }).getAttribute("aria-pressed"),
      "false",
    );
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await page.close();
  },
);

testInBrowser("the film of any case opens large, with a magnifier", async () => {
  const { viewer, browser } = await start();
  const { page, problems } = await openPage(browser, viewer.url);
  const first = page.getByRole("button", { name: /^Open large, / }).first();
  const id = (await first.getAttribute("aria-label"))!.split(", ")[1]!;
  await first.click();
  const dialog = page.getByRole("dialog", { name: new RegExp(id) });
  await dialog.getByText("of 128 × 128").waitFor();
  await dialog.getByRole("button", { name: "Magnifier" }).click();
  const { x, y, width, height } = (await dialog.locator(".film-view").boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  const lens = dialog.locator("canvas.lens");
  await lens.waitFor();
  const { x: left, width: wide } = (await lens.boundingBox())!;
  assert(Math.abs(left + wide / 2 - x - width / 2) < 2);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  assertEquals(problems, []);
  await page.close();
});

testInBrowser("both painters paint the same film", async () => {
  const { viewer, browser } = await start();
  const { page } = await openPage(browser, viewer.url);
  const worst = await page.evaluate(async (base) => {
    const load = (name: string) => import(`${base}film/${name}.ts`);
    const { FilmPixels } = await load("pixels");
    const { LookupPainter } = await load("lookup_painter");
    const { WebglPainter } = await load("webgl_painter");
    const { ViewTransform } = await load("geometry");
    const { WHOLE } = await load("look");
    const size = { width: 90, height: 60 };
    const values = Uint16Array.from(
      { length: 90 * 60 },
      (_, at) => 400 * (at % 90) + 300 * Math.floor(at / 90),
    );
    const film = new FilmPixels(values, size, { shown: { low: 0, high: 0.8 } });
    const frame = { width: 120, height: 100 };
    const webgl = WebglPainter.open();
    if (webgl === undefined) throw new Error("There is no WebGL");
    const differences: number[] = [];
    let onlyOne = 0;
    for (const turns of [0, 1, 2, 3]) {
      for (const zoom of [0.4, 1, 5]) {
        const look = { ...WHOLE, turns, zoom, mirrored: turns > 1, inverted: turns === 3 };
        const transform = ViewTransform.of(film, frame, look);
        const painted = [new LookupPainter(), webgl].map((painter) => {
          painter.paint({ film, windowing: look, transform, frame });
          const copy = new OffscreenCanvas(frame.width, frame.height).getContext("2d")!;
          copy.drawImage(painter.canvas, 0, 0);
          return copy.getImageData(0, 0, frame.width, frame.height).data;
        });
        const [one, other] = painted as [Uint8ClampedArray, Uint8ClampedArray];
        // Edges are blended with nothing by one and cut by the other.
        for (let y = 1; y < frame.height - 1; y++) {
          for (let x = 1; x < frame.width - 1; x++) {
            const at = 4 * (y * frame.width + x);
            if ((one[at + 3] === 0) !== (other[at + 3] === 0)) onlyOne++;
            const around = [at - 4, at, at + 4, at - 4 * frame.width, at + 4 * frame.width];
            if (around.some((a) => one[a + 3] !== 255 || other[a + 3] !== 255)) continue;
            differences.push(Math.abs(one[at]! - other[at]!));
          }
        }
      }
    }
    return { worst: Math.max(...differences), compared: differences.length, onlyOne };
  }, viewer.url);
  assert(worst.compared > 20_000 && worst.worst <= 4, JSON.stringify(worst));
  assert(worst.onlyOne < 12 * 400, JSON.stringify(worst));
  await page.close();
});
