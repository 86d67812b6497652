import { assert, assertEquals } from "@std/assert";
import { marked, type Token, type Tokens } from "marked";
import { join } from "node:path";
import { exists } from "../../lib/base/files.ts";
import { FLOORS } from "../../tools/layers/floors.ts";
import { linksOf, readRepositoryFile, ROOT } from "./markdown.ts";

const PAGE = "docs/architecture.md";

/** A row of a table, an item of a list or a paragraph: what speaks of a few files. */
interface Passage {
  /** Its words, to be told by. */
  readonly text: string;
  /** Texts between backticks. */
  readonly code: readonly string[];
  /** The files of the repository that it links, by their paths. */
  readonly files: readonly string[];
}

function passagesOf(markdown: string): Passage[] {
  const passages: Passage[] = [];
  const add = (raw: string, tokens: readonly Token[]) => {
    const code: string[] = [];
    marked.walkTokens([...tokens], (token) => {
      if (token.type === "codespan") code.push((token as Tokens.Codespan).text);
    });
    const files = linksOf(raw).flatMap((link) => /^\.\.\/([^#]+)/.exec(link)?.[1] ?? []);
    passages.push({ text: raw.trim(), code, files });
  };
  for (const token of marked.lexer(markdown)) {
    if (token.type === "table") {
      for (const row of (token as Tokens.Table).rows) {
        add(row.map(({ text }) => text).join(" | "), row.flatMap(({ tokens }) => tokens));
      }
    } else if (token.type === "list") {
      for (const { text, tokens } of (token as Tokens.List).items) add(text, tokens);
    } else if (token.type === "paragraph") add(token.text, token.tokens ?? []);
  }
  return passages;
}

/** Top folders of the repository; what begins with one is a path. */
const TOP = /^(lib|cli|tests|tools|experiments|notebooks|bench|docs|data)\//;

/** Whether a module declares a function, a class or a constant; or a class in it, a method. */
function declares(source: string, name: string): boolean {
  const [declaration, method] = [
    String.raw`(?:function\*?|class|const|interface|type) ${name}\b`,
    String.raw`^  (?:async )?\*?#?${name}\(`,
  ];
  return new RegExp(`${declaration}|${method}`, "m").test(source);
}

/** What of a passage is not so. */
async function faultsOf({ text, code, files }: Passage): Promise<string[]> {
  const faults: string[] = [];
  const paths = [...files, ...code.filter((part) => TOP.test(part))];
  for (const path of paths) {
    if (!await exists(join(ROOT, path))) faults.push(`${path} is not there: ${text}`);
  }
  const names = code.flatMap((part) => /^(\w+)\(\)$/.exec(part)?.[1] ?? []);
  const modules = files.filter((path) => path.endsWith(".ts"));
  const sources = await Promise.all(
    modules.map((path) => readRepositoryFile(path).catch(() => "")),
  );
  for (const name of names) {
    if (sources.some((source) => declares(source, name))) continue;
    faults.push(`${name}() is in none of ${modules.join(", ") || "no file"}: ${text}`);
  }
  return faults;
}

Deno.test("every path and every function that the architecture page names is there", async () => {
  const passages = passagesOf(await readRepositoryFile(PAGE));
  const faults = await Promise.all(passages.map(faultsOf));
  assertEquals(faults.flat(), []);
  const names = passages.flatMap(({ code }) => code).filter((part) => part.endsWith("()"));
  assert(names.length > 40, `${names.length} functions`);
});

Deno.test("a path or a function that is not there is found", async () => {
  const markdown = `
| Step | File | Function |
| ---- | ---- | -------- |
| Good | [gcn.ts](../lib/model/gcn.ts) | \`labelGcn()\` |
| Bad | [gcn.ts](../lib/model/gcn.ts) | \`labelGnc()\` |

- \`lib/model/gone.ts\` and **[here](../lib/gone.ts)**
- \`hashHead()\` without a file
- a method, \`epoch()\`, of [batches.ts](../lib/train/batches.ts)
`;
  const faults = await Promise.all(passagesOf(markdown).map(faultsOf));
  assertEquals(faults.flat().map((fault) => fault.split(":")[0]), [
    "labelGnc() is in none of lib/model/gcn.ts",
    "lib/gone.ts is not there",
    "lib/model/gone.ts is not there",
    "hashHead() is in none of no file",
  ]);
});

Deno.test("the floors of the architecture page are those that the gate checks", async () => {
  const picture = /^```text\n(.*?)^```/ms.exec(await readRepositoryFile(PAGE))![1]!;
  const floors = picture.trimEnd().split("\n").map((line) => line.split(/ {2,}/)[0]!.split(" | "));
  assertEquals(floors, FLOORS.map((rooms) => [...rooms]));
});
