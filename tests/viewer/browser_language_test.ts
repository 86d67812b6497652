/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { assertAccessible, DESKTOP, openPage, PHONE, start, testInBrowser } from "./browser.ts";

const language = (page: Page) => page.locator("html").getAttribute("lang");

testInBrowser("the page speaks the browser's language until another is chosen", async () => {
  const { viewer, browser } = await start();
  const { page, problems } = await openPage(browser, viewer.url, DESKTOP, "zh-TW");
  assertEquals(await language(page), "zh-CN");
  assertEquals(await page.title(), "cohash 阅片检索");
  await page.getByRole("heading", { name: "查找与胸片相似的病例" }).waitFor();
  await page.locator(".card .film").first().click();
  await page.getByRole("heading", { name: "最相近的 12 例，共 40 例" }).waitFor();
  await page.getByRole("button", { name: "气胸", exact: true }).click();
  await page.getByRole("button", { name: "English" }).click();
  assertEquals(await language(page), "en");
  assertEquals(await page.title(), "cohash viewer");
  await page.getByRole("heading", { name: "12 nearest of 40 cases" }).waitFor();
  const chip = page.getByRole("button", { name: "Pneumothorax", exact: true });
  assertEquals(await chip.getAttribute("aria-pressed"), "true");
  // The choice is remembered, and the key changes it.
  await page.reload();
  await page.getByRole("heading", { name: "12 nearest of 40 cases" }).waitFor();
  await page.keyboard.press("g");
  await page.getByRole("heading", { name: "最相近的 12 例，共 40 例" }).waitFor();
  assertEquals(problems, []);
  await page.close();
});

testInBrowser("a browser that speaks neither language gets English", async () => {
  const { viewer, browser } = await start();
  const { page } = await openPage(browser, viewer.url, DESKTOP, "fi-FI");
  assertEquals(await language(page), "en");
  await page.close();
});

testInBrowser("axe finds nothing to object to, whatever theme, size and language", async () => {
  const { viewer, browser } = await start();
  for (
    const [theme, size, locale] of [
      ["dark", DESKTOP, "en"],
      ["light", DESKTOP, "en"],
      ["dark", PHONE, "en"],
      ["dark", DESKTOP, "zh-CN"],
      ["light", PHONE, "zh-CN"],
    ] as const
  ) {
    const { page } = await openPage(browser, viewer.url, size, locale);
    const what = (state: string) => `${state}, ${theme}, ${size.width} pixels wide, ${locale}`;
    if (theme === "light") await page.keyboard.press("t");
    await assertAccessible(page, what("start"));
    await page.locator(".card .film").first().click();
    await page.locator("#hits .card").first().waitFor();
    await page.keyboard.press("f");
    await assertAccessible(page, what("results with filters"));
    const tooWide = await page.evaluate(() =>
      document.documentElement.scrollWidth - document.documentElement.clientWidth
    );
    assertEquals(tooWide, 0, what("the page scrolls sideways"));
    await page.locator("#hits .film").first().click();
    await page.locator("dialog.comparison[open]").waitFor();
    if (!await page.locator("#why").isVisible()) await page.keyboard.press("w");
    await page.locator("#why .bits").waitFor();
    await assertAccessible(page, what("comparison"));
    await page.keyboard.press("Escape");
    await page.locator(".query > button").last().click();
    await page.locator("dialog.large[open] .corner.right").waitFor();
    await assertAccessible(page, what("large film"));
    const cutOff = await page.locator("dialog.large").evaluate((dialog) =>
      dialog.scrollWidth - dialog.clientWidth
    );
    assertEquals(cutOff, 0, what("the large film scrolls sideways"));
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.locator("dialog.help[open]").waitFor();
    await assertAccessible(page, what("keys"));
    await page.close();
  }
});
