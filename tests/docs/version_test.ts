import { assertEquals } from "@std/assert";
import project from "../../deno.json" with { type: "json" };
import { readRepositoryFile } from "./markdown.ts";

Deno.test("deno.json, the citation and the changelog speak of one version", async () => {
  const cited = /^version: (.*)$/m.exec(await readRepositoryFile("CITATION.cff"))?.[1];
  const [newest] = (await readRepositoryFile("CHANGELOG.md")).matchAll(/^## (\d\S*)$/gm);
  assertEquals([cited, newest?.[1]], [project.version, project.version]);
});
