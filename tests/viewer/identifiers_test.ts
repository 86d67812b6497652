/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { assert, assertEquals } from "@std/assert";
import { dropFilm, openPage, start, testInBrowser } from "./browser.ts";
import { ask } from "./api_client.ts";
import { serveSample } from "./sample.ts";

const FILM_NAME = "Doe^Jane 19310208.png";

testInBrowser(
  "no address, no fault and no metric of a session names a case or a patient",
  async () => {
    const { sample, browser } = await start();
    const faults: string[] = [];
    const viewer = await serveSample(sample, { onFault: (error) => faults.push(String(error)) });
    const { page, requested } = await openPage(browser, viewer.url);
    const addresses: string[] = [];
    page.on("framenavigated", () => addresses.push(page.url()));
    const { id } = sample.cases[4]!;

    // A case is opened by its id, another from it; both films are compared, and a region looked for.
    await page.getByLabel("Id of a case").fill(id);
    await page.keyboard.press("Enter");
    await page.locator("#hits .card").first().waitFor();
    addresses.push(page.url());
    await page.locator("#hits").getByRole("button", { name: /^Search from here/ }).first().click();
    await page.locator("#hits .film").first().click();
    await page.getByRole("button", { name: "Region that matters" }).click();
    await page.locator("canvas.regions:not([hidden])").first().waitFor();
    await page.keyboard.press("Escape");
    // A film with a telling name, and filters.
    await dropFilm(page, FILM_NAME, await sample.film(id));
    await page.getByRole("heading", { name: FILM_NAME }).waitFor();
    await page.getByRole("button", { name: "Filters" }).click();
    const filtered = page.waitForResponse((answer) => answer.url().includes("/api/search"));
    await page.getByRole("combobox", { name: "View" }).selectOption("AP");
    assertEquals((await filtered).status(), 200);
    // What fails: a film that cannot be read, and an id that is no case's.
    await dropFilm(page, FILM_NAME, new TextEncoder().encode("no film"));
    await page.locator(".results [role=alert]").waitFor();
    await page.getByLabel("Id of a case").fill(`${id}x`);
    await page.keyboard.press("Enter");
    await page.getByText(`There is no case "${id}x"`).waitFor();
    await page.goBack();
    addresses.push(page.url());

    const metrics = new TextDecoder().decode((await ask(viewer, "/api/metrics")).bytes);
    const told = [...requested, ...addresses, ...faults, metrics].map(decodeURIComponent);
    assert(requested.filter((url) => /\/api\/cases\/[\w-]+\/image/.test(url)).length > 20);
    assert(requested.some((url) => url.includes("/pixels")) && addresses.length > 2);
    // The page's own address holds filters behind #, which is sent to nobody; requests hold none.
    const sent = requested.map((url) => url.split("#")[0]!);
    assert(!sent.some((url) => /\bAP\b/.test(url)), sent.join());
    const words = new Set(told.flatMap((text) => text.split(/[^\w-]/)));
    const names = sample.cases.flatMap(({ id, patient }) => [id, patient]);
    assertEquals([...names, ...FILM_NAME.split(/\W/)].filter((name) => words.has(name)), []);
    await page.context().close();
    await viewer.close();
  },
);
