/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { assert, assertEquals } from "@std/assert";
import type { Request as PageRequest } from "playwright-core";
import sharp from "sharp";
import { assertAccessible, dropFilm, openPage, PHONE, start, testInBrowser } from "./browser.ts";
import { handleOf, sampleAsker, serveSample } from "./sample.ts";

testInBrowser("the skip link leads to the cases and keeps the search", async () => {
  const { sample, viewer, browser } = await start();
  const address = `${viewer.url}#case=${handleOf(sample.cases[2]!)}`;
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
  await page.locator(".results [role=alert]").getByText("There is no such case").waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "Find cases like a film" }).waitFor();
  assertEquals(problems.filter((problem) => !problem.includes("status of 404")), []);
  await page.close();
});

testInBrowser(
  "other films of a patient are shown for the one search that asks for them",
  async () => {
    const { sample, viewer, browser } = await start();
    const patientOf = (id: string) => sample.cases.find((one) => one.id === id)!.patient;
    const [first, second] = sample.cases.filter(({ id, patient }) =>
      sample.cases.some((other) => other.id !== id && other.patient === patient)
    );
    const { page, problems } = await openPage(browser, `${viewer.url}#case=${handleOf(first!)}`);
    await page.getByRole("button", { name: "Filters" }).click();
    const box = page.getByRole("checkbox", { name: "Other films of this patient" });
    const found = async (act: () => Promise<unknown>) => {
      const answer = page.waitForResponse((response) => response.url().includes("/api/search"));
      await act();
      const { hits } = await (await answer).json();
      return (hits as { case: { id: string } }[]).map((hit) => patientOf(hit.case.id));
    };
    await page.locator("#hits .card").first().waitFor();
    await found(() => page.getByRole("combobox", { name: "Show" }).selectOption("48"));
    assert((await found(() => box.check())).includes(first!.patient));
    await found(() => page.getByRole("combobox", { name: "View" }).selectOption("PA"));
    await found(() => page.getByRole("button", { name: "Clear filters" }).first().click());
    assert(!await box.isChecked());
    await found(() => box.check());
    const others = await found(async () => {
      await page.getByLabel("Id of a case").fill(second!.id);
      await page.keyboard.press("Enter");
    });
    assert(!others.includes(second!.patient));
    assert(!await box.isChecked());
    assertEquals(problems, []);
    await page.close();
  },
);

testInBrowser("a film that is too large is refused in words, and never sent", async () => {
  const { sample, browser } = await start();
  const viewer = await serveSample(sample, { limits: { filmBytes: 2 ** 20 } });
  const { page, problems, requested } = await openPage(browser, viewer.url);
  await dropFilm(page, "large.png", new Uint8Array(2 ** 20 + 1));
  const alert = page.locator(".results [role=alert]");
  const refusal = '"large.png" has 2 MiB; films of at most 1 are taken';
  await alert.getByText(refusal).waitFor();
  await page.getByRole("heading", { name: "large.png" }).waitFor();
  await alert.getByRole("button", { name: "Try again" }).click();
  await alert.getByText(refusal).waitFor();
  assert(!requested.some((url) => /\/api\/(search|pixels)/.test(url)), requested.join());
  assertEquals(problems, []);
  await page.close();
  await viewer.close();
});

testInBrowser("the focus and what is said stay with the user", async () => {
  const { viewer, browser } = await start();
  const { page, problems } = await openPage(browser, viewer.url);
  const focused = () => page.evaluate(() => document.activeElement!.id);
  await page.locator(".card .film").first().focus();
  await page.keyboard.press("Enter");
  await page.locator("#hits .card").first().waitFor();
  assertEquals(await focused(), "main");
  await page.getByRole("button", { name: "Back to the collection" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Find cases like a film" }).waitFor();
  assertEquals(await focused(), "main");

  // Only what is in the dialog is heard while it is open.
  await page.locator(".card .film").first().click();
  await page.locator("#hits .film").first().click();
  await page.keyboard.press("ArrowRight");
  const said = page.getByRole("dialog").locator("p[role=status]");
  await said.getByText("Case 2 of 12").waitFor({ state: "attached" });
  assertEquals(await page.locator("p[role=status]").count(), 1);
  await page.keyboard.press("Escape");
  assertEquals(await page.locator("main ~ p[role=status]").count(), 1);

  await dropFilm(page, "notes.png", new TextEncoder().encode("no film"));
  const frame = page.getByRole("group", { name: "The query's film" });
  await frame.getByRole("alert").getByText('"notes.png" is no film').waitFor();
  assertEquals(problems.filter((problem) => !problem.includes("status of 415")), []);
  await page.close();
});

testInBrowser("stepping through cases ends what is fetched for those that are left", async () => {
  const { sample, viewer, browser } = await start();
  const { page, problems } = await openPage(
    browser,
    `${viewer.url}#case=${handleOf(sample.cases[2]!)}`,
  );
  await page.locator("#hits .card").first().waitFor();
  const [first, second] = await page.locator("#hits .id").evaluateAll((all) =>
    all.map((one) => one.getAttribute("title")!)
  );
  const handle = handleOf({ id: first! });
  // The first case's film and explanation never arrive.
  await page.route(`**/api/cases/${handle}/pixels`, () => {});
  await page.route(
    "**/api/explain",
    (route) => route.request().postDataJSON().case === handle ? undefined : route.continue(),
  );
  const paths = [`/api/cases/${handle}/pixels`, "/api/explain"];
  const isOf = (path: string) => (request: PageRequest) => new URL(request.url()).pathname === path;
  const asked = () => Promise.all(paths.map((path) => page.waitForRequest(isOf(path))));
  const ended = () =>
    Promise.all(paths.map(async (path) => {
      const request = await page.waitForEvent("requestfailed", { predicate: isOf(path) });
      return request.failure()?.errorText;
    }));
  const opening = asked();
  await page.locator("#hits .film").first().click();
  await opening;
  const leaving = ended();
  const explained = page.waitForResponse(`${viewer.url}api/explain`);
  await page.keyboard.press("ArrowRight");
  assertEquals(await leaving, ["net::ERR_ABORTED", "net::ERR_ABORTED"]);
  const dialog = page.getByRole("dialog", { name: /Case 2 of 12/ });
  await dialog.getByText(second!, { exact: true }).waitFor();
  await page.waitForFunction(() => document.querySelector("dialog .frame .note") === null);
  await explained;
  // Nor does what was ended show in the case that is opened again.
  const returning = asked();
  await page.keyboard.press("ArrowLeft");
  await returning;
  await page.getByText("Loading the film…").waitFor();
  const closing = ended();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  assertEquals(await closing, ["net::ERR_ABORTED", "net::ERR_ABORTED"]);
  assertEquals(problems, []);
  await page.close();
});

testInBrowser("a viewer that is busy is asked once more after a while", async () => {
  const { sample, viewer, browser } = await start();
  const { page } = await openPage(browser, viewer.url);
  let isBusyFor = 1;
  let asked = 0;
  await page.route(
    "**/api/search",
    (route) =>
      ++asked > isBusyFor ? route.continue() : route.fulfill({
        status: 503,
        headers: { "Retry-After": "0.05" },
        json: { error: "too many films at once; try again soon" },
      }),
  );
  await page.getByLabel("Id of a case").fill(sample.cases[2]!.id);
  await page.keyboard.press("Enter");
  await page.locator("#hits .card").first().waitFor();
  assertEquals(asked, 2);
  [isBusyFor, asked] = [Infinity, 0];
  await page.getByRole("combobox", { name: "Show" }).selectOption("24");
  await page.locator(".results [role=alert]").getByText("too many films at once").waitFor();
  assertEquals(asked, 2);
  await page.close();
});

testInBrowser("the ways to ask are chosen by name, and cases say what is expected", async () => {
  const { sample, browser } = await start();
  const viewer = await serveSample(sample, { asker: sampleAsker(sample) });
  const { page, problems } = await openPage(
    browser,
    `${viewer.url}#case=${handleOf(sample.cases[0]!)}`,
  );
  const way = page.getByRole("combobox", { name: "Asked" });
  await page.getByRole("heading", { name: "12 most relevant of 40 cases" }).waitFor();
  assertEquals(await way.inputValue(), "expected");
  const told = page.locator("#hits .expected");
  assertEquals(await told.count(), 12);
  assert(/^expected to share a finding \.\d\d$/.test((await told.first().textContent())!.trim()));
  assert(/\d+ bits?/.test((await page.locator("#hits .distance").first().textContent())!));
  await assertAccessible(page, "expected relevance");
  await way.selectOption("by its most probable finding");
  await page.getByText(/The query most probably shows .+ \(\.\d\d\)/).waitFor();
  await page.getByRole("heading", { name: "12 nearest of 40 cases" }).waitFor();
  assertEquals(await told.count(), 0);
  // The choice stays with the user as filters do, also when going back.
  await page.locator("#hits").getByRole("button", { name: /^Search from here/ }).first().click();
  await page.getByText(/The query most probably shows/).waitFor();
  await page.goBack();
  await page.getByText(/The query most probably shows/).waitFor();
  assertEquals(await way.inputValue(), "target");
  // A bound in bits and expected relevance end each other.
  await way.selectOption("by expected relevance");
  await page.getByRole("heading", { name: "12 most relevant of 40 cases" }).waitFor();
  const radius = page.getByLabel("within");
  await radius.fill("31");
  await radius.press("Enter");
  await page.getByRole("heading", { name: "12 nearest of 40 cases" }).waitFor();
  assertEquals(await way.inputValue(), "code");
  await way.selectOption("by expected relevance");
  await page.getByRole("heading", { name: "12 most relevant of 40 cases" }).waitFor();
  assertEquals(await radius.inputValue(), "");
  await page.setViewportSize(PHONE);
  await assertAccessible(page, "expected relevance on a phone");
  assertEquals(problems, []);
  await page.close();
  await viewer.close();
});

testInBrowser("a black film gets a warning and no percentage, not even for why", async () => {
  const { viewer, browser } = await start();
  const { page, problems } = await openPage(browser, viewer.url);
  const raw = { raw: { width: 64, height: 64, channels: 1 } } as const;
  const black = new Uint8Array(await sharp(new Uint8Array(64 * 64), raw).png().toBuffer());
  await dropFilm(page, "black.png", black);
  await page.locator(".results [role=alert]").getByText("This film is unlike").waitFor();
  assertEquals(await page.locator(".about").count(), 0);
  assert(!/\d ?%/.test(await page.locator("main").innerText()));
  await page.locator("#hits .film").first().click();
  await page.getByText("its bits explain nothing").waitFor();
  assertEquals(await page.locator("table.why").count(), 0);
  assertEquals(problems, []);
  await page.close();
});
