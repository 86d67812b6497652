/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Debian's Chromium, driven through playwright-core; tests that need it are skipped where it is
 * absent.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "@std/assert";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import type { Viewer } from "../../lib/viewer/viewer.ts";
import { makeSample, type Sample, serveSample } from "./sample.ts";

const PROGRAM = "/usr/bin/chromium";

/** Registers a test that needs a browser; without one the test is ignored and says why. */
export function testInBrowser(name: string, fn: () => Promise<void>): void {
  const ignore = !existsSync(PROGRAM);
  const title = ignore ? `${name} (skipped: apt-get install chromium)` : name;
  // What the browser and the server start in one test may end in another.
  Deno.test({ name: title, ignore, fn, sanitizeOps: false, sanitizeResources: false });
}

/** Starts the browser without a window. */
async function openBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: PROGRAM, args: ["--no-sandbox"] });
}

let started:
  | Promise<{ sample: Sample; viewer: Viewer; browser: Browser }>
  | undefined;

/** One viewer and one browser for all tests, started by the first that runs. */
export function start() {
  started ??= (async () => {
    const sample = await makeSample();
    return { sample, viewer: await serveSample(sample), browser: await openBrowser() };
  })();
  return started;
}

Deno.test.afterAll(async () => {
  if (started === undefined) return;
  const { sample, viewer, browser } = await started;
  await browser.close();
  await viewer.close();
  await sample.remove();
});

/** Drops a file on the page as a file manager does. */
export async function dropFilm(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page.evaluate(([name = "", text = ""]) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))], name));
    for (const type of ["dragover", "drop"]) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true }));
    }
  }, [name, bytes.toBase64()]);
}

/** Whether the first film of the page is painted; runs in the page. */
export function isDrawn(): boolean {
  const canvas = document.querySelector<HTMLCanvasElement>(".film-canvas");
  if (canvas === null || canvas.width === 0) return false;
  const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
  return data.some((value, at) => at % 4 !== 3 && value > 0);
}

/** The mean brightness of what is painted of a film, 0 to 255. */
export async function brightnessOf(film: Locator): Promise<number> {
  return await film.locator(".film-canvas").evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const context = (element as HTMLCanvasElement).getContext("2d")!;
    const { data } = context.getImageData(0, 0, width, height);
    let [sum, painted] = [0, 0];
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3] !== 255) continue;
      sum += data[at]!;
      painted++;
    }
    return sum / painted;
  });
}

/** The size of a small phone, in pixels. */
export const PHONE = { width: 360, height: 740 };
/** The size of a desktop's window. */
export const DESKTOP = { width: 1440, height: 900 };

/** A page in a session of its own, and what went wrong in it: messages, errors, lost requests. */
export async function openPage(
  browser: Browser,
  url: string,
  viewport = DESKTOP,
  locale = "en-GB",
): Promise<{ page: Page; problems: string[]; requested: string[] }> {
  const context = await browser.newContext({ viewport, locale });
  const page = await context.newPage();
  const problems: string[] = [];
  const requested: string[] = [];
  page.on("console", (message) => {
    // Hints about the tests themselves, which look at what is drawn, without a graphics processor.
    if (!/willReadFrequently|GPU stall due to ReadPixels/.test(message.text())) {
      problems.push(message.text());
    }
  });
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("request", (request) => requested.push(request.url()));
  await page.goto(url);
  await page.locator(".cards .card").first().waitFor();
  return { page, problems, requested };
}

const AXE = fileURLToPath(new URL("axe.min.js", import.meta.resolve("axe-core")));

/** What axe says of a page, as far as the tests read it. */
interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
  readonly passes: readonly unknown[];
}

/** Checks that axe finds nothing in the page that keeps people out. */
export async function assertAccessible(page: Page, what: string): Promise<void> {
  await page.evaluate(await Deno.readTextFile(AXE));
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations, passes }: AxeResults = await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(tags)} })`,
  );
  const told = violations.map(({ id, nodes }) => [id, nodes[0]?.html, nodes[0]?.failureSummary]);
  assertEquals(told, [], what);
  assert(passes.length > 15, `axe made ${passes.length} checks of ${what}`);
}
