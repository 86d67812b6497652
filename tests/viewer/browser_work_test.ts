/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { assert, assertEquals } from "@std/assert";
import { parse } from "csv-parse/sync";
import type { Page } from "playwright-core";
import type { Viewer } from "../../lib/viewer/viewer.ts";
import { assertAccessible, DESKTOP, openPage, start, testInBrowser } from "./browser.ts";
import { handleOf, type Sample, sampleAsker, serveSample } from "./sample.ts";

let viewer: Promise<Viewer> | undefined;

/** A viewer that knows expected relevance, for all tests of this file. */
function serve(sample: Sample): Promise<Viewer> {
  return viewer ??= serveSample(sample, { asker: sampleAsker(sample) });
}

Deno.test.afterAll(async () => await (await viewer)?.close());

/** What the page asks for when something is done, and what it is answered. */
async function asking(page: Page, act: () => Promise<unknown>) {
  const answer = page.waitForResponse((response) => response.url().includes("/api/search"));
  await act();
  const response = await answer;
  const { hits } = await response.json() as { hits: { case: { id: string; handle: string } }[] };
  const [first] = hits;
  await (first === undefined
    ? page.getByText("No case fits").first()
    : page.locator(`#hits .film[aria-label*="${first.case.id}"]`)).waitFor();
  return { body: response.request().postDataJSON(), hits: hits.map((hit) => hit.case) };
}

/** Opens a case and waits for what it finds. */
async function openCase(size = DESKTOP, at = 4) {
  const { sample, browser } = await start();
  const served = await serve(sample);
  const address = `${served.url}#case=${handleOf(sample.cases[at]!)}`;
  const opened = await openPage(browser, address, size);
  await opened.page.locator("#hits .card").first().waitFor();
  return { ...opened, sample, address };
}

testInBrowser("a query is drawn to and from cases, and changes are taken back", async () => {
  const { page, problems } = await openCase();
  const like = (at: number) =>
    page.locator("#hits .card").nth(at).getByRole("button", { name: /^More like this/ });
  const unlike = (at: number) =>
    page.locator("#hits .card").nth(at).getByRole("button", { name: /^Less like this/ });
  const ids = () =>
    page.locator("#hits .id").evaluateAll((all) => all.map((one) => one.getAttribute("title")));
  const plain = await ids();
  const first = await asking(page, () => like(5).click());
  assertEquals([first.body.like.length, first.body.unlike.length], [1, 0]);
  const second = await asking(page, () => unlike(7).click());
  assertEquals([second.body.like, second.body.unlike.length], [first.body.like, 1]);
  await page.getByText("more like 1 case, less like 1 case").waitFor();
  await assertAccessible(page, "a refined query");
  // Marks are in the address by handles alone, and come back with it.
  const address = page.url();
  assert(address.includes(first.body.like[0]) && !address.includes("phantom"), address);
  const reloaded = await asking(page, () => page.reload());
  assertEquals(reloaded.body, second.body);
  await asking(page, () => page.getByRole("button", { name: "Start over" }).click());
  assertEquals(await ids(), plain);
  await asking(page, () => page.getByRole("button", { name: "Undo" }).click());
  await page.getByText("more like 1 case, less like 1 case").waitFor();
  await asking(page, () => page.keyboard.press("y"));
  assertEquals(await ids(), plain);
  assert(await page.getByRole("button", { name: "Redo" }).isDisabled());
  assertEquals(problems, []);
  await page.close();
});

testInBrowser("findings count for more or less where expected relevance asks", async () => {
  const { page, problems } = await openCase();
  await page.getByText("Weights of findings").click();
  const slider = page.getByRole("slider", { name: "Effusion" });
  const { body } = await asking(page, () => slider.fill("2"));
  assertEquals(body.emphasis, { Effusion: 4 });
  await page.getByText("1 finding weighted").waitFor();
  assertEquals(await slider.getAttribute("aria-valuetext"), "×\u00a04");
  await assertAccessible(page, "weights of findings");
  await page.getByRole("combobox", { name: "Asked" }).selectOption("by its code");
  await page.locator(".results [role=alert]").getByText(/weights of findings/).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("heading", { name: "12 nearest of 40 cases" }).waitFor();
  assertEquals(await slider.count(), 0);
  assertEquals(problems.filter((problem) => !problem.includes("status of 400")), []);
  await page.close();
});

testInBrowser("findings are searched for without a film, and the address keeps them", async () => {
  const { sample, browser } = await start();
  const { page, problems } = await openPage(browser, (await serve(sample)).url);
  const form = page.locator(".finding-search");
  const find = form.getByRole("button", { name: "Find cases" });
  assert(await find.isDisabled());
  await form.getByRole("button", { name: "Infiltration" }).click();
  await form.getByRole("button", { name: "Effusion" }).click();
  await form.getByRole("button", { name: "Effusion" }).click();
  await assertAccessible(page, "findings that are sought");
  const { body } = await asking(page, () => find.click());
  assertEquals(body.findings, '"Infiltration" AND NOT "Effusion"');
  await page.getByRole("heading", { name: "Infiltration, without Effusion" }).waitFor();
  const again = await asking(page, () => page.reload());
  assertEquals(again.body.findings, body.findings);
  await page.goBack();
  await page.getByRole("heading", { name: "Find cases like a film" }).waitFor();
  assertEquals(problems, []);
  await page.close();
});

testInBrowser("filters, order, place and marks survive a reload and going back", async () => {
  const { page, problems } = await openCase();
  await page.keyboard.press("f");
  await asking(page, () => page.getByRole("combobox", { name: "View" }).selectOption("PA"));
  await page.getByRole("combobox", { name: "Order" }).selectOption("oldest first");
  await page.getByRole("button", { name: "Mass", exact: true }).click();
  const patient = page.getByRole("textbox", { name: "Patient" });
  await asking(page, async () => {
    await patient.fill("00003");
    await patient.press("Enter");
  });
  assert(!page.url().includes("00003"), "a patient is in no address");
  await asking(page, async () => {
    await patient.fill("");
    await patient.press("Enter");
  });
  const ages = () =>
    page.locator("#hits .particulars").evaluateAll((all) =>
      all.map((one) => Number(/(\d+)\u00a0y/.exec(one.textContent!)?.[1] ?? -1))
    );
  const before = await ages();
  assertEquals(before, before.toSorted((a, b) => b - a));
  await page.locator("#hits .film").nth(2).click();
  await page.getByRole("dialog", { name: /Case 3 of/ }).waitFor();
  const address = page.url();
  await page.reload();
  await page.getByRole("dialog", { name: /Case 3 of/ }).waitFor();
  assertEquals(page.url(), address);
  await page.keyboard.press("Escape");
  assertEquals(await ages(), before);
  const mark = page.locator(".marks").getByRole("button", { name: "Mass", exact: true });
  assertEquals(await mark.getAttribute("aria-pressed"), "true");
  await asking(page, () => page.getByRole("button", { name: /^Search from here/ }).first().click());
  assertEquals(await mark.getAttribute("aria-pressed"), "false");
  await asking(page, () => page.goBack());
  assertEquals(await ages(), before);
  assertEquals(await mark.getAttribute("aria-pressed"), "true");
  assertEquals(problems, []);
  await page.close();
});

testInBrowser("cases are grouped by patient, and a patient's films shown", async () => {
  const { page, problems, sample } = await openCase();
  const count = page.getByRole("combobox", { name: "Show" });
  await asking(page, () => count.selectOption("48"));
  await page.getByRole("checkbox", { name: "By patient" }).check();
  const patients = await page.locator("#hits h3").allTextContents();
  assertEquals(new Set(patients).size, patients.length);
  const shown = await page.locator("#hits .id").evaluateAll((all) =>
    all.map((one) => one.textContent!.trim())
  );
  assertEquals(shown.filter((name, at) => name !== shown[at - 1]).length, patients.length);
  // The comparison steps through them as they are shown.
  const second = await page.locator("#hits .id").nth(1).getAttribute("title");
  await page.locator("#hits .film").first().click();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("dialog").getByText(second!, { exact: true }).waitFor();
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: /^All films of patient/ }).first().click();
  const dialog = page.getByRole("dialog", { name: /^Patient .+ in time$/ });
  const name = shown[0]!.replace("Patient ", "");
  const films = sample.cases.filter(({ patient }) => patient === name).length;
  await dialog.getByText(films === 1 ? "1 film" : `${films} films`, { exact: true }).waitFor();
  assertEquals(await dialog.locator(".card").count(), films);
  await assertAccessible(page, "a patient's films");
  await dialog.locator(".film").first().click();
  await dialog.waitFor({ state: "hidden" });
  await page.locator("#hits .card").first().waitFor();
  assertEquals(problems, []);
  await page.close();
});

testInBrowser("the cases found are saved as a table and as JSON, and printed", async () => {
  const { page, problems } = await openCase();
  const text = async (name: string) => {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name }).click();
    return await Deno.readTextFile(await (await download).path());
  };
  await page.getByText("Save", { exact: true }).click();
  await assertAccessible(page, "the menu");
  const ids = await page.locator("#hits .id").evaluateAll((all) =>
    all.map((one) => one.getAttribute("title"))
  );
  const rows: { id: string }[] = parse(await text("Table (CSV)"), { columns: true });
  assertEquals(rows.map(({ id }) => id), ids);
  const { cases, ask } = JSON.parse(await text("JSON"));
  assertEquals([cases.length, ask, cases[0].case.id], [12, "expected", ids[0]]);
  await page.emulateMedia({ media: "print" });
  assert(!await page.locator("header.top").isVisible());
  assert(await page.locator("#hits .card").first().isVisible());
  assert(await page.getByText("For research only.").first().isVisible());
  assert((await page.pdf()).length > 10_000);
  assertEquals(problems, []);
  await page.close();
});

testInBrowser("several films are searched for one after another, or as one study", async () => {
  const { sample, browser } = await start();
  const { page, problems } = await openPage(browser, (await serve(sample)).url);
  const names = sample.cases.slice(0, 3).map(({ id }) => id);
  const films = await Promise.all(names.map(async (id) => (await sample.film(id)).toBase64()));
  await page.evaluate((films) => {
    const data = new DataTransfer();
    for (const [at, film] of films.entries()) {
      const bytes = Uint8Array.from(atob(film), (sign) => sign.charCodeAt(0));
      data.items.add(new File([bytes], `film ${at + 1}.png`));
    }
    data.items.add(new File(["no film"], "notes.txt"));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
  }, films);
  const queue = page.getByRole("navigation", { name: "Your films" });
  await page.getByRole("heading", { name: "film 1.png" }).waitFor();
  await queue.getByText("4 of 4 read").waitFor();
  await assertAccessible(page, "a queue of films");
  await asking(page, () => queue.getByRole("button", { name: "Next film" }).click());
  await page.getByRole("heading", { name: "film 2.png" }).waitFor();
  await queue.getByRole("combobox", { name: "Film" }).selectOption("4. notes.txt (cannot be read)");
  await page.locator(".results [role=alert]").getByText('"notes.txt" is no film').waitFor();
  const { body, hits } = await asking(
    page,
    () => queue.getByRole("button", { name: "Search with all as one study" }).click(),
  );
  assertEquals(body.study.length, 3);
  assert(hits.length > 0);
  await page.getByRole("heading", { name: "A study of 3 films" }).waitFor();
  await queue.getByRole("button", { name: "Close" }).click();
  await queue.waitFor({ state: "detached" });
  assertEquals(problems.filter((problem) => !problem.includes("status of 415")), []);
  await page.close();
});

testInBrowser(
  "a film of the user's own is refined by its code, without being sent again",
  async () => {
    const { sample, browser } = await start();
    const { page, problems } = await openPage(browser, (await serve(sample)).url);
    const film = (await sample.film(sample.cases[6]!.id)).toBase64();
    await page.evaluate((film) => {
      const clipboardData = new DataTransfer();
      const bytes = Uint8Array.from(atob(film), (sign) => sign.charCodeAt(0));
      clipboardData.items.add(new File([bytes], "mine.png"));
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
    }, film);
    await page.locator("#hits .card").first().waitFor();
    const more = page.getByRole("button", { name: /^More like this/ });
    const { body } = await asking(page, () => more.nth(3).click());
    assertEquals([body.continuous.length, body.like.length], [32, 1]);
    await page.getByRole("heading", { name: "mine.png" }).waitFor();
    assertEquals(problems, []);
    await page.close();
  },
);

testInBrowser("ids are completed while they are typed, in no address", async () => {
  const { sample, browser } = await start();
  const { page, problems, requested } = await openPage(browser, (await serve(sample)).url);
  await page.getByLabel("Id of a case").pressSequentially("phantom_00001");
  const expected = sample.cases.map(({ id }) => id).filter((id) => id.startsWith("phantom_00001"));
  await page.waitForFunction(
    (count) => document.querySelectorAll("#case-ids option").length === count,
    Math.min(20, expected.length),
  );
  const offered = await page.locator("#case-ids option").evaluateAll((all) =>
    all.map((one) => (one as HTMLOptionElement).value)
  );
  assertEquals(offered, expected.sort().slice(0, 20));
  assert(!requested.some((url) => url.includes("phantom")), requested.join());
  assertEquals(problems, []);
  await page.close();
});

testInBrowser("one of several findings is enough where the filter says so", async () => {
  const { sample, browser } = await start();
  const { page, problems } = await openPage(browser, (await serve(sample)).url);
  await page.getByRole("button", { name: "Filters" }).click();
  const names = ["Infiltration", "Effusion"];
  for (const name of names) {
    const group = page.getByRole("group", { name: new RegExp(`^${name}`) });
    await group.getByText("with", { exact: true }).click();
  }
  const having = (some: boolean) =>
    sample.cases.filter(({ labels }) =>
      some
        ? names.some((name) => labels.includes(name))
        : names.every((name) => labels.includes(name))
    ).length;
  assert(having(true) > having(false));
  const told = (count: number) => `· ${count === 1 ? "1 case" : `${count} cases`}`;
  await page.getByText(told(having(false)), { exact: true }).waitFor();
  await page.getByRole("combobox", { name: "Findings" }).selectOption("any of them");
  await page.getByText(told(having(true)), { exact: true }).waitFor();
  await page.reload();
  await page.getByText(told(having(true)), { exact: true }).waitFor();
  assertEquals(problems, []);
  await page.close();
});

testInBrowser("the first case found is on a phone's first screen", async () => {
  for (const locale of ["en", "zh-CN"]) {
    const { sample, browser } = await start();
    const address = `${(await serve(sample)).url}#case=${handleOf(sample.cases[4]!)}`;
    const { page } = await openPage(browser, address, { width: 390, height: 844 }, locale);
    await page.locator("#hits .card").first().waitFor();
    const [film, distance, notice] = await Promise.all(
      ["#hits .film", "#hits .distance", "body > footer"].map((place) =>
        page.locator(place).first().boundingBox()
      ),
    );
    assertEquals(await page.evaluate(() => scrollY), 0);
    assert(film!.y > 0 && distance!.y + distance!.height < notice!.y, JSON.stringify(distance));
    await page.close();
  }
});
