import { assertEquals } from "@std/assert";
import { dirname, join, normalize } from "node:path";
import { exists } from "../../lib/base/files.ts";
import { anchorsOf, linksOf, markdownFiles, readRepositoryFile, ROOT } from "./markdown.ts";

/** What is wrong with the links of a page; those that leave the repository are not followed. */
async function brokenLinks(path: string, text: string): Promise<string[]> {
  const broken: string[] = [];
  for (const link of linksOf(text)) {
    if (/^[a-z]+:/.test(link)) continue;
    const [file, anchor] = link.split("#");
    const target = file ? normalize(join(dirname(path), decodeURI(file))) : path;
    const isSelf = target === path;
    if (!isSelf && (target.startsWith("..") || !await exists(join(ROOT, target)))) {
      broken.push(`${path}: ${link} leads to no file`);
    } else if (anchor !== undefined) {
      const page = isSelf ? text : await readRepositoryFile(target);
      if (!anchorsOf(page).has(anchor)) broken.push(`${path}: ${link} leads to no title`);
    }
  }
  return broken;
}

/** Tables of studies lead to runs, which are not kept. */
function isResult(path: string): boolean {
  return /^experiments\/results\/.*\/results\.md$/.test(path);
}

Deno.test("every link of every Markdown file leads to a file, and to a title in it", async () => {
  const files = (await markdownFiles()).filter((path) => !isResult(path));
  const broken = await Promise.all(
    files.map(async (path) => await brokenLinks(path, await readRepositoryFile(path))),
  );
  assertEquals(broken.flat(), []);
});

Deno.test("a link to a missing file, a missing title or out of the repository is found", async () => {
  const text = "# A title: `one`, two\n\n# A title\n\n# A title\n\n" +
    "[a](#a-title-one-two) [b](#a-title-1) ![c](../README.md) [d](https://a.example/b#c)\n\n" +
    "| [e](#a-title-2) |\n| --- |\n| ![f](gone.png) |\n\n- **[g](../README.md#gone)**\n" +
    "- [h](../../outside.md)\n";
  assertEquals(await brokenLinks("docs/page.md", text), [
    "docs/page.md: #a-title-2 leads to no title",
    "docs/page.md: gone.png leads to no file",
    "docs/page.md: ../README.md#gone leads to no title",
    "docs/page.md: ../../outside.md leads to no file",
  ]);
});

Deno.test("every page of docs is linked from the README, or from a page that is", async () => {
  const reached = new Set<string>();
  const follow = async (path: string): Promise<void> => {
    if (reached.has(path) || !path.endsWith(".md")) return;
    reached.add(path);
    for (const link of linksOf(await readRepositoryFile(path))) {
      const [file] = link.split("#");
      if (/^[a-z]+:/.test(link) || !file) continue;
      const target = normalize(join(dirname(path), file));
      if (await exists(join(ROOT, target))) await follow(target);
    }
  };
  await follow("README.md");
  const docs = (await markdownFiles()).filter((path) => path.startsWith("docs/"));
  assertEquals(docs.filter((path) => !reached.has(path)), []);
});
