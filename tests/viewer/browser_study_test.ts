/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { assert, assertEquals } from "@std/assert";
import { STUDIES, withFakeServer } from "../data/dicomweb/fake_server.ts";
import { assertAccessible, openPage, PHONE, start, testInBrowser } from "./browser.ts";
import { serveSample } from "./sample.ts";

testInBrowser("a study is opened by its number or by a link, and no address keeps it", async () => {
  const { sample, browser } = await start();
  await withFakeServer(async (url) => {
    const viewer = await serveSample(sample, { archive: { url } });
    const { page, problems, requested } = await openPage(browser, viewer.url);
    const box = page.getByRole("searchbox", { name: "Study UID or accession number" });
    await box.fill(STUDIES[1]!);
    await page.getByRole("button", { name: "Open study" }).click();
    await page.locator("#hits .card").first().waitFor();
    await page.getByText("PA film of the study").first().waitFor();
    assertEquals(await box.inputValue(), "");
    await assertAccessible(page, "a study");

    await box.fill("9.9.9");
    await box.press("Enter");
    await page.locator(".results [role=alert]").getByText("no chest film").waitFor();

    // A link that is followed in the same window, and one that opens it.
    await page.evaluate((study) => location.hash = `#study=${study}`, STUDIES[2]);
    await page.locator("#hits .card").first().waitFor();
    assertEquals(new URL(page.url()).hash, "#film");
    const linked = await openPage(browser, `${viewer.url}#study=${STUDIES[3]}`, PHONE);
    await linked.page.getByText("PA film of the study").first().waitFor();
    assertEquals(new URL(linked.page.url()).hash, "#film");
    const sent = [...requested, ...linked.requested].map((address) => address.split("#")[0]!);
    assert(sent.some((address) => address.endsWith("/api/study/film")));
    for (const study of STUDIES) assert(!sent.some((address) => address.includes(study)), study);
    assertEquals(
      [...problems, ...linked.problems].filter((problem) => !problem.includes("status of 404")),
      [],
    );
    await page.close();
    await linked.page.close();
    await viewer.close();
  });
});

testInBrowser("a viewer without an archive has no box for studies", async () => {
  const { viewer, browser } = await start();
  const { page } = await openPage(browser, viewer.url);
  assertEquals(await page.getByRole("searchbox", { name: "Study UID" }).count(), 0);
  await page.close();
});
