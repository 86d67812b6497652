// deno-lint-ignore-file no-console -- this is a command-line entry point
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * How soon the viewer's page shows a film of 3,000 × 3,000 pixels and 16 bits, and how many frames a
 * second it paints while the window changes, by each painter; on the clock and of the processor, in
 * Debian's Chromium without a window, which has no graphics processor.
 *
 * @module
 */
import { Command } from "commander";
import { type Browser, chromium } from "playwright-core";
import sharp from "sharp";
import { decodeImage } from "../lib/data/images/decode.ts";
import { readPage } from "../lib/viewer/page.ts";

const SIDE = 3000;
const FRAME = { width: 1400, height: 800 };
const SECONDS = 3;
/** Milliseconds of a tick of Linux's clock for processes. */
const TICK = 10;
const PROGRAM = "/usr/bin/chromium";

/** The command and its options. */
export function command(): Command {
  return new Command("viewer")
    .description("Measures how the viewer's page shows a large film.")
    .action(run);
}

/** Prints the figures. */
async function run(): Promise<void> {
  const file = await filmFile();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, await answers(file));
  const browser = await chromium.launch({ executablePath: PROGRAM, args: ["--no-sandbox"] });
  const base = `http://127.0.0.1:${server.addr.port}/`;
  console.log(`${SIDE} × ${SIDE} pixels of 16 bits in ${FRAME.width} × ${FRAME.height}`);
  const opening = await withProcessorTime(() => measureOpening(browser, base));
  console.log(`shown after ${opening.result.toFixed(0)} ms, ${told(opening.processor)}`);
  for (const painter of ["lookup_painter", "webgl_painter"] as const) {
    for (const zoom of [1, 4]) {
      console.log(
        `${painter}, zoom ${zoom}: ${await measureWindowing(browser, base, { painter, zoom })}`,
      );
    }
  }
  await browser.close();
  await server.shutdown();
}

/** A made-up film with slopes and noise. */
async function filmFile(): Promise<Uint8Array> {
  const pixels = Uint16Array.from({ length: SIDE ** 2 }, (_, at) => {
    const [x, y] = [at % SIDE, at / SIDE];
    return 30_000 + 20_000 * Math.sin(x / 300) * Math.cos(y / 400) + (Math.imul(at, 40503) & 1023);
  });
  const image = sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 1 } });
  return await image.toColourspace("grey16").png({ compressionLevel: 1 }).toBuffer();
}

/** The page's modules, and the pixels of the film, decoded at each request as by the viewer. */
async function answers(file: Uint8Array): Promise<(request: Request) => Promise<Response>> {
  const files = await readPage();
  return async ({ url }) => {
    const path = new URL(url).pathname;
    if (path === "/") {
      return new Response("<!DOCTYPE html>", { headers: { "Content-Type": "text/html" } });
    }
    const known = files.get(path);
    if (known !== undefined) {
      return new Response(known.body, { headers: { "Content-Type": known.type } });
    }
    const { pixels, shown, width, height } = await decodeImage(file, "film");
    return new Response(new Uint8Array(pixels.slice().buffer), {
      headers: {
        "Film-Width": String(width),
        "Film-Height": String(height),
        "Film-Low": String(shown.low),
        "Film-High": String(shown.high),
      },
    });
  };
}

/** Milliseconds from the request for a film until it is painted. */
async function measureOpening(browser: Browser, base: string): Promise<number> {
  const page = await browser.newPage({ viewport: FRAME });
  await page.goto(base);
  const milliseconds = await page.evaluate(async ({ base, frame }) => {
    const { FilmView } = await import(`${base}film/film_view.ts`);
    const { readPixels } = await import(`${base}film/read_pixels.ts`);
    const view = new FilmView({ isBare: true });
    view.element.style.cssText = `position:fixed;width:${frame.width}px;height:${frame.height}px`;
    document.body.append(view.element);
    const start = performance.now();
    view.show(await readPixels(await fetch(`${base}pixels`)));
    // The view paints before the next frame; the one after it is on the screen.
    for (let n = 0; n < 2; n++) await new Promise((resolve) => requestAnimationFrame(resolve));
    return performance.now() - start;
  }, { base, frame: FRAME });
  await page.close();
  return milliseconds;
}

/** Frames a second while the window changes with each. */
async function measureWindowing(
  browser: Browser,
  base: string,
  { painter, zoom }: {
    readonly painter: "lookup_painter" | "webgl_painter";
    readonly zoom: number;
  },
): Promise<string> {
  const page = await browser.newPage({ viewport: FRAME });
  await page.goto(base);
  const isThere = await page.evaluate(async ({ base, name, zoom, frame }) => {
    const { readPixels } = await import(`${base}film/read_pixels.ts`);
    const { ViewTransform } = await import(`${base}film/geometry.ts`);
    const { WHOLE } = await import(`${base}film/look.ts`);
    const { LookupPainter, WebglPainter } = await import(`${base}film/${name}.ts`);
    const painter = name === "webgl_painter" ? WebglPainter.open() : new LookupPainter();
    if (painter === undefined) return false;
    document.body.append(painter.canvas);
    const film = await readPixels(await fetch(`${base}pixels`));
    const transform = ViewTransform.of(film, frame, { ...WHOLE, zoom });
    const paint = (n: number) =>
      painter.paint({
        film,
        windowing: { ...WHOLE, width: 0.5 + n % 50 / 100 },
        transform,
        frame,
        isBrief: true,
      });
    paint(0);
    Object.assign(globalThis, { paint });
    return true;
  }, { base, name: painter, zoom, frame: FRAME });
  if (!isThere) return "there is no WebGL";
  const { result: rate, processor } = await withProcessorTime(() =>
    page.evaluate(async (seconds) => {
      const { paint } = globalThis as unknown as { paint: (n: number) => void };
      let frames = 0;
      const start = performance.now();
      while (performance.now() - start < 1000 * seconds) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        paint(++frames);
      }
      return 1000 * frames / (performance.now() - start);
    }, SECONDS)
  );
  await page.close();
  return `${rate.toFixed(0)} frames a second, ${told(processor / (rate * SECONDS))} each`;
}

/** Milliseconds of the processor, of all threads. */
function told(processor: number): string {
  return `${processor.toFixed(0)} ms of the processor`;
}

/** What some work gives, and the time that it takes of the processor in the browser and here. */
async function withProcessorTime<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly processor: number }> {
  const before = await processorTime();
  const result = await work();
  return { result, processor: await processorTime() - before };
}

/** Milliseconds that this process and all that it started have had of the processor. */
async function processorTime(): Promise<number> {
  const processes = new Map<number, { readonly parent: number; readonly ticks: number }>();
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await Deno.readTextFile(`/proc/${name}/stat`).catch(() => "");
    // What follows the program's name in parentheses: state, parent, and from the 12th on the ticks.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields.length < 13) continue;
    processes.set(Number(name), {
      parent: Number(fields[1]),
      ticks: Number(fields[11]) + Number(fields[12]),
    });
  }
  const isOurs = (pid: number): boolean =>
    pid === Deno.pid || pid > 1 && isOurs(processes.get(pid)?.parent ?? 0);
  let ticks = 0;
  for (const [pid, process] of processes) if (isOurs(pid)) ticks += process.ticks;
  return ticks * TICK;
}
