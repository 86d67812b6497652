/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { assertEquals } from "@std/assert";
import { openPage, start, testInBrowser } from "./browser.ts";

testInBrowser("the skip link leads to the cases and keeps the search", async () => {
  const { sample, viewer, browser } = await start();
  const address = `${viewer.url}#case=${sample.cases[2]!.id}`;
  const { page, problems } = await openPage(browser, address);
  await page.locator("#hits .card").first().waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assertEquals(await page.evaluate(() => document.activeElement!.id), "main");
  // An address that names no page of the viewer's ends no search either.
  await page.evaluate(() => location.hash = "#main");
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
  assertEquals(await page.locator("#hits .card").count(), 12);
  await page.goBack();
  assertEquals(page.url(), address);
  assertEquals(problems, []);
  await page.close();
});

testInBrowser("an address that names no case is told of", async () => {
  const { viewer, browser } = await start();
  const { page, problems } = await openPage(browser, viewer.url);
  await page.evaluate(() => location.hash = "#case=%");
  await page.getByRole("alert").getByText('"%"').waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "Find cases like a film" }).waitFor();
  assertEquals(problems.filter((problem) => !problem.includes("status of 404")), []);
  await page.close();
});
