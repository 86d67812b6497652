/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { Buffer } from "node:buffer";
import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import {
  assertAccessible,
  brightnessOf,
  dropFilm,
  isDrawn,
  openPage,
  start,
  testInBrowser,
} from "./browser.ts";
import { handleOf, serveSample } from "./sample.ts";
import { SAMPLE_ENCODER } from "./sample_encoder.ts";

const ids = (page: Page) =>
  page.locator("#hits .film").evaluateAll((films) =>
    films.map((film) => film.getAttribute("aria-label")!.split(" ")[1]!.replace(",", ""))
  );
const status = (page: Page) => page.getByRole("status").textContent();
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute("data-at") ?? null);

testInBrowser("a film that is dropped finds its nearest cases", async () => {
  const { sample, viewer, browser } = await start();
  const { page, problems, requested } = await openPage(browser, viewer.url);
  const { id } = sample.cases[3]!;
  await dropFilm(page, "my film.png", await sample.film(id));
  await page.locator("#hits .card").first().waitFor();
  const film = await SAMPLE_ENCODER.encodeFile(await sample.film(id), id);
  const expected = await sample.index.search({
    code: film.packed,
    top: 12,
    continuous: film.continuous,
  });
  assertEquals(await ids(page), expected.map((hit) => hit.case.id));
  assertEquals(await page.locator("#hits .distance strong").first().textContent(), "0");
  assertEquals(await page.getByRole("heading", { name: "my film.png" }).count(), 1);
  assertEquals(await status(page), "12 cases found, the nearest 0 bits away");
  // The film is drawn with the pixels that the viewer read.
  await page.waitForFunction(isDrawn);
  await page.locator("#hits img").first().evaluate((image) => (image as HTMLImageElement).decode());
  // Marking a finding marks it on the cases, in words and not by colour alone.
  const finding = expected.flatMap((hit) => hit.case.labels)[0]!;
  await page.getByRole("button", { name: finding.replaceAll("_", " "), exact: true }).click();
  const marked = expected.filter((hit) => hit.case.labels.includes(finding)).length;
  assertEquals(await page.locator("#hits .shared").count(), marked);
  assert((await page.locator("#hits .shared").first().textContent())!.includes("✓"));
  assertEquals(problems, []);
  assert(requested.every((url) => url.startsWith(viewer.url)), requested.join());
  await page.close();
});

testInBrowser(
  "a pasted and a chosen film are searched for, and what is none is refused",
  async () => {
    const { sample, viewer, browser } = await start();
    const { page, problems } = await openPage(browser, viewer.url);
    const film = await sample.film(sample.cases[5]!.id);
    await page.evaluate((bytes) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([Uint8Array.from(bytes)], "pasted.png"));
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
    }, Array.from(film));
    await page.getByRole("heading", { name: "pasted.png" }).waitFor();
    await page.locator("#hits .card").first().waitFor();

    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Open film…" }).click();
    const buffer = Buffer.from("hi");
    await (await chooser).setFiles({ name: "notes.png", mimeType: "image/png", buffer });
    const alert = page.locator(".results [role=alert]");
    await alert.waitFor();
    assert(/"notes.png" is no film/.test((await alert.textContent())!));
    // The browser itself tells of the answers 415, and nothing else goes wrong.
    assert(problems.every((problem) => problem.includes("status of 415")), problems.join());
    await page.close();
  },
);

testInBrowser("a case is compared with the query, and why it was found", async () => {
  const { sample, viewer, browser } = await start();
  const query = sample.cases.find(({ labels }) => labels.length > 1)!;
  const { page, problems } = await openPage(browser, `${viewer.url}#case=${handleOf(query)}`);
  await page.locator("#hits .film").nth(1).click();
  const dialog = page.getByRole("dialog", { name: /Case 2 of 12/ });
  await dialog.waitFor();
  const films = dialog.locator(".film-view");
  await dialog.getByText("of 128 × 128").nth(1).waitFor();
  const brightness = (n: number) => brightnessOf(films.nth(n));
  const percent = async (n: number) =>
    parseFloat((await films.nth(n).locator(".corner.right").textContent())!);
  await page.waitForTimeout(100);
  const before = [await brightness(0), await brightness(1)];
  await dialog.getByRole("button", { name: "Invert" }).click();
  await page.waitForTimeout(100);
  assert(Math.abs(await brightness(0) + before[0]! - 255) < 1);
  assert(Math.abs(await brightness(1) + before[1]! - 255) < 1);
  await page.keyboard.press("0");

  // Dragging changes window and level of both; the wheel zooms both.
  const box = (await films.nth(0).boundingBox())!;
  await page.mouse.move(box.x + 100, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + 100, box.y + 160);
  await page.mouse.up();
  await page.waitForTimeout(100);
  assert(await brightness(0) < before[0]! - 5 && await brightness(1) < before[1]! - 5);
  const small = await percent(0);
  await page.mouse.wheel(0, -300);
  await page.waitForTimeout(100);
  assert(await percent(0) > 1.5 * small);
  assertEquals(await percent(0), await percent(1));

  // Unlinked, keys act on one film.
  await page.keyboard.press("0");
  await page.keyboard.press("l");
  await page.keyboard.press("+");
  await page.waitForTimeout(100);
  assert(await percent(0) > await percent(1));

  const why = dialog.locator("#why");
  if (!await why.isVisible()) await page.keyboard.press("w");
  await why.getByText(/of 32 bits/).waitFor();
  assertEquals(await why.locator(".bits rect").count(), 32);
  await dialog.getByRole("button", { name: "Region that matters" }).click();
  await dialog.locator("canvas.regions:not([hidden])").waitFor();

  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  assertEquals(await focused(page), "1");
  assertEquals(problems, []);
  await page.close();
});

testInBrowser("filters narrow the cases found and the collection", async () => {
  const { sample, viewer, browser } = await start();
  const { page, problems } = await openPage(browser, viewer.url);
  await page.getByRole("button", { name: "Filters" }).click();
  await page.getByRole("combobox", { name: "View" }).selectOption("AP");
  const views = sample.cases.filter(({ view }) => view === "AP");
  await page.getByText(`· ${views.length} cases`).waitFor();
  const group = page.getByRole("group", { name: /^Infiltration/ });
  await group.getByText("with", { exact: true }).click();
  const both = views.filter(({ labels }) => labels.includes("Infiltration"));
  await page.getByText(`· ${both.length} cases`).waitFor();

  await page.locator(".card .film").first().click();
  await page.locator("#hits .card").first().waitFor();
  const found = (await ids(page)).map((id) => sample.cases.find((one) => one.id === id)!);
  assert(found.every(({ view, labels }) => view === "AP" && labels.includes("Infiltration")));
  await group.getByText("without", { exact: true }).click();
  await page.getByLabel("Age from").fill("50");
  await page.getByLabel("Age from").press("Enter");
  await page.waitForFunction(() => document.querySelector("[role=status]")!.textContent !== "");
  await page.getByRole("button", { name: "Filters (3)" }).waitFor();
  await page.waitForTimeout(300);
  for (const id of await ids(page)) {
    const { view, age, labels } = sample.cases.find((one) => one.id === id)!;
    assert(view === "AP" && age >= 50 && !labels.includes("Infiltration"), id);
  }
  await page.getByLabel("to", { exact: true }).fill("51");
  await page.getByLabel("to", { exact: true }).press("Enter");
  await page.getByRole("combobox", { name: "Sex" }).selectOption("M");
  await page.getByText(/nearest of|No case fits/).first().waitFor();
  await page.getByRole("button", { name: "Clear filters" }).first().click();
  await page.getByRole("heading", { name: "12 nearest of 40 cases" }).waitFor();
  assertEquals(problems, []);
  await page.close();
});

testInBrowser("cases of which findings are unknown are found by that, and say so", async () => {
  const { sample, viewer, browser } = await start();
  const { page, problems } = await openPage(browser, viewer.url);
  const [nothing, little] = sample.cases.slice(2);
  await page.getByRole("button", { name: "Filters" }).click();
  const absent = sample.index.info.labelNames.find((name) => !little!.labels.includes(name))!;
  const group = page.getByRole("group", { name: new RegExp(`^${absent.replace("_", " ")}`, "i") });
  await group.getByText("unknown (2)", { exact: true }).click();
  await page.getByText("· 2 cases").waitFor();
  const told = await page.locator(".card .findings .none").allTextContents();
  const { length } = little!.unknown;
  assertEquals([nothing!.labels.length, told], [0, [
    "Findings unknown",
    `${length} of 14 unknown`,
  ]]);
  await page.locator(".card .film").first().click();
  await page.getByText("No case fits").or(page.locator("#hits .card").first()).first().waitFor();
  await page.getByRole("button", { name: "Clear filters" }).first().click();
  await page.getByText(/of these 12 of which it is known|Bar: share of these 12/).waitFor();
  assertEquals(problems, []);
  await page.close();
});

testInBrowser("everything can be done with the keyboard alone", async () => {
  const { viewer, browser } = await start();
  const { page, problems } = await openPage(browser, viewer.url);
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  await page.keyboard.type("phantom_00000_000");
  await page.keyboard.press("Enter");
  await page.locator("#hits .card").first().waitFor();
  // Letters are text while a field has the focus.
  assertEquals(await page.locator("html").getAttribute("data-theme"), "dark");
  await page.keyboard.press("Tab");
  await page.keyboard.press("t");
  assertEquals(await page.locator("html").getAttribute("data-theme"), "light");

  await page.keyboard.press("r");
  assertEquals(await focused(page), "0");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowLeft");
  assertEquals(await focused(page), "1");
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
  assertEquals(outline, "solid");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: /Case 2 of 12/ }).waitFor();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("dialog", { name: /Case 3 of 12/ }).waitFor();
  for (const key of ["[", "]", "ArrowUp", "ArrowDown", "+", "-", "a", "d", "i", "l", "q", "0"]) {
    await page.keyboard.press(key);
  }
  await page.keyboard.press("Escape");
  assertEquals(await focused(page), "2");

  // The tab key reaches every control, and the first one leads past the head of the page.
  await page.keyboard.press("f");
  assert(await page.evaluate(() => document.activeElement!.closest("#filters") !== null));
  await page.reload();
  await page.locator("#hits .card").first().waitFor();
  assertEquals(await page.locator("html").getAttribute("data-theme"), "light");
  await page.keyboard.press("Tab");
  assertEquals(await page.evaluate(() => document.activeElement!.textContent), "To the cases");
  await page.goBack();
  await page.getByRole("heading", { name: "Find cases like a film" }).waitFor();
  assertEquals(problems, []);
  await page.close();
});

testInBrowser("the login lets in who knows the token, until the logout", async () => {
  const { sample, browser } = await start();
  const token = "3f9c-a-token-for-tests-0b71";
  const locked = await serveSample(sample, { token });
  const page = await (await browser.newContext()).newPage();
  await page.goto(locked.url);
  await assertAccessible(page, "login");
  await page.getByLabel("Token").fill("wrong");
  await page.keyboard.press("Enter");
  await page.getByText("This is not the token.").waitFor();
  await page.getByLabel("Token").fill(token);
  await page.keyboard.press("Enter");
  await page.locator(".cards .card").first().waitFor();
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByLabel("Token").waitFor();
  await page.goto(locked.url);
  assertEquals(new URL(page.url()).pathname, "/login");
  await page.close();
  await locked.close();
});
