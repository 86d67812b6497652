import { assert, assertEquals } from "@std/assert";
import { CHESTXRAY14_LABELS } from "../../lib/data/dataset.ts";
import { en } from "../../lib/viewer/web/texts/en.ts";
import { zh } from "../../lib/viewer/web/texts/zh.ts";

const WEB = new URL("../../lib/viewer/web/", import.meta.url);

/** Strings of the modules that are for the browser, though they look like words for people. */
const NO_WORDS: ReadonlySet<string> = new Set([
  // What keys are called, and how the help writes them.
  ...["Enter", "Escape", "Esc", "ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "Arrow"],
  ...["Delete", "Del", "Backspace"],
  "AbortError",
  "cohash",
]);
/** What a string is that is no text: a selector, a media query, classes, a header, or a shader. */
const CODE =
  /^([#.][\w-]+ [\w-]+|\w+\.[\w-]+(\[\w+\])?|\(.+\)|[a-z]+-[a-z]+( [a-z-]+)*|[A-Z][a-z]+(-\w+)+|#version 300 es[^]*)$/;

/** The texts of a module that people would read: what stands between tags, in labels, in messages. */
function wordsIn(name: string, source: string): string[] {
  const words: string[] = [];
  const inPage = (text: string) => {
    const labels = text.matchAll(/\b(?:aria-label|title|placeholder|alt)="([^"]*)"/g);
    words.push(...Array.from(labels, ([, label]) => label!));
    words.push(...text.replace(/<[^>]*>?/g, "\n").replace(/^[^<]*?>/, "").split("\n"));
  };
  const isPage = (node: Deno.lint.TemplateLiteral) =>
    node.parent.type === "TaggedTemplateExpression";
  const create = (): Deno.lint.LintVisitor => ({
    Literal({ value, parent }) {
      if (typeof value === "string" && !/^(Import|Export)/.test(parent.type)) words.push(value);
    },
    TemplateLiteral(node) {
      const text = node.quasis.map(({ cooked }) => cooked).join("0");
      if (isPage(node)) inPage(text);
      else words.push(text);
    },
  });
  Deno.lint.runPlugin({ name: "texts", rules: { words: { create } } }, name, source);
  return words.map((text) => text.trim()).filter(isForPeople);
}

/** Words with a space between them, or one with a capital letter, in any script. */
function isForPeople(text: string): boolean {
  if (NO_WORDS.has(text) || CODE.test(text)) return false;
  return /\p{L}[,.:]? \p{L}/u.test(text) || /^\p{Lu}\p{Ll}/u.test(text) ||
    /[^\p{Script=Latin}\P{L}]/u.test(text);
}

/** In the worker, in place of what reads films on the server, which speaks English. */
const OF_THE_SERVER = /encode\/(worker|sharp|codecs)\.ts$/;

async function* modules(folder = WEB): AsyncGenerator<URL> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory && name !== "texts") yield* modules(new URL(`${name}/`, folder));
    else if (name.endsWith(".ts") && !OF_THE_SERVER.test(`${folder}${name}`)) {
      yield new URL(name, folder);
    }
  }
}

Deno.test("what people read stands in the texts alone", async () => {
  const found: string[] = [];
  for await (const module of modules()) {
    const words = wordsIn(module.pathname, await Deno.readTextFile(module));
    found.push(...words.map((text) => `${module.pathname.split("/").at(-1)}: ${text}`));
  }
  assertEquals(found, []);
});

Deno.test("wordsIn() sees texts between tags, in labels and in messages", () => {
  const source = `
    import { a } from "./Some where.ts";
    const x = html\`<p class="not this" aria-label="A label">\${a} and words</p><p>\${b}</p>\`;
    const message = "Something is wrong", more = \`It is \${x} again\`, no = "click";
  `;
  assertEquals(wordsIn("x.ts", source).sort(), [
    "0 and words",
    "A label",
    "It is 0 again",
    "Something is wrong",
  ]);
});

Deno.test("both languages say everything, and Chinese in Chinese", () => {
  const told = (texts: unknown, path = ""): [string, unknown][] =>
    typeof texts === "object" && texts !== null
      ? Object.entries(texts).flatMap(([key, value]) => told(value, `${path}.${key}`))
      : [[path, texts]];
  const isName = (path: string) => /^\.(findings|language|other\.)/.test(path);
  const [english, chinese] = [new Map(told(en)), new Map(told(zh))];
  const keys = (texts: Map<string, unknown>) => [...texts.keys()].filter((path) => !isName(path));
  assertEquals(keys(chinese), keys(english));
  for (const [path, text] of chinese) {
    if (typeof text !== "string" || isName(path)) continue;
    assert(/\p{Script=Han}/u.test(text), `${path}: ${text}`);
    // Punctuation of the other script is a slip of the hand.
    assert(!/\p{Script=Han}[,;:?!()]/u.test(text), `${path}: ${text}`);
  }
});

Deno.test("counts are in the plural where they must, and numbers as each language has them", () => {
  assertEquals([en.bitsAway(1), en.bitsAway(0), zh.bitsAway(1)], [
    "1 bit away",
    "0 bits away",
    "相差 1 位",
  ]);
  assertEquals([en.cases(1), en.cases(1200), zh.cases(1200)], [
    "1 case",
    "1,200 cases",
    "1,200 例",
  ]);
  assertEquals([en.hundredths(-0.123), zh.hundredths(-0.123)], ["−.12", "−0.12"]);
  assertEquals([en.percent(0.584), zh.percent(0.584)], ["58 %", "58%"]);
  assertEquals(
    en.why.agree(0) + en.why.agree(1) + en.why.agree(2),
    [
      " agree.",
      " agree; 1 differs.",
      " agree; 2 differ.",
    ].join(""),
  );
});

Deno.test("every finding of ChestX-ray14 has its name in Chinese", () => {
  const names = CHESTXRAY14_LABELS.map((label) =>
    zh.findings[label.replaceAll("_", " ").toLowerCase()]
  );
  assertEquals(names.filter((name) => name === undefined || !/\p{Script=Han}/u.test(name)), []);
  assertEquals(new Set(names).size, names.length);
});
