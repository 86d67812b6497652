import { assert, assertEquals } from "@std/assert";
import { marked, type Token, type Tokens } from "marked";
import { COMMANDS } from "../../cli/commands.ts";
import { markdownFiles, readRepositoryFile } from "./markdown.ts";

/** A command that a page shows. */
interface Shown {
  readonly name: string;
  /** Its flags, such as `--top`. */
  readonly flags: readonly string[];
  readonly text: string;
}

/** What starts one of our commands: a task of deno.json, or cohash. */
const START = /(?:\bdeno(?:@[\d.]+)? task|^task|^cohash) ([a-z][\w:]*)(.*)$/;

/** The commands in blocks of shell and in text between backticks. */
function commandsOf(markdown: string): Shown[] {
  const lines: string[] = [];
  marked.walkTokens(marked.lexer(markdown), (token: Token) => {
    const { type, lang, text } = token as Tokens.Code;
    if (type === "code" && (lang === "sh" || lang === "yaml")) {
      lines.push(...text.replace(/\\\n\s*/g, " ").split("\n"));
    } else if ((token.type as string) === "codespan") lines.push(text);
  });
  return lines.flatMap((line) => {
    const [, name, rest] = START.exec(line.trim()) ?? [];
    if (name === undefined) return [];
    const flags = [...rest!.replace(/#.*| :::.*/, "").matchAll(/(?<=\s)--[\w-]+/g)];
    return [{ name, flags: flags.map(([flag]) => flag), text: line.trim() }];
  });
}

/** What is wrong with a command that a page shows. */
async function faultsOf({ name, flags, text }: Shown, tasks: object): Promise<string[]> {
  if (!(name in tasks) && !(name in COMMANDS)) return [`there is no ${name}: ${text}`];
  const entry = COMMANDS[name];
  if (entry === undefined) return [];
  const { options } = (await entry.load()).command();
  const known = ["--help", ...options.map(({ long }) => long)];
  return flags.filter((flag) => !known.includes(flag)).map((flag) => `no ${flag}: ${text}`);
}

Deno.test("every command that a page shows is there, with its options", async () => {
  const { tasks } = JSON.parse(await readRepositoryFile("deno.json"));
  const pages = (await markdownFiles()).filter((path) => path !== "CHANGELOG.md");
  const shown = (await Promise.all(pages.map(readRepositoryFile))).flatMap(commandsOf);
  assert(shown.length > 40, `${shown.length} commands`);
  assertEquals((await Promise.all(shown.map((one) => faultsOf(one, tasks)))).flat(), []);
});

Deno.test("a command and an option that are not there are found", async () => {
  const shown = commandsOf(
    "Say `task trian` and `cohash search INDEX --query FILM --topp 3`.\n\n```sh\n" +
      "npx -y deno@2.9.6 task train phantom \\\n  --sett a=1 # --not this\n```\n",
  );
  const faults = await Promise.all(shown.map((one) => faultsOf(one, {})));
  assertEquals(faults.flat().map((fault) => fault.split(":")[0]).sort(), [
    "no --sett",
    "no --topp",
    "there is no trian",
  ]);
});
