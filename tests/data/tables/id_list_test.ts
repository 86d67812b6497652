import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { InputError } from "../../../lib/base/errors.ts";
import { formatIdList, parseIdList, readIdList } from "../../../lib/data/tables/id_list.ts";
import { checkIds } from "../../../lib/data/tables/ids.ts";
import { parseTable } from "../../../lib/data/tables/parse_table.ts";
import { uniqueColumn } from "../../../lib/data/tables/table.ts";
import { inTemporaryFolder, temporaryFolder } from "../../helpers/folders.ts";

/** Ids of any letters, among them what ends lines somewhere, blanks, marks and half letters. */
const ids = fc.uniqueArray(
  fc.string({
    unit: fc.oneof(
      fc.constantFrom(..."ab.\"'\\ \t\n\r\v\f\u001b\0\u0085\u00a0\u2028\u2029\ufeff\ufffd"),
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    ),
    maxLength: 6,
  }),
  { maxLength: 8 },
);

Deno.test("a list of ids has a line for each and gives them back, whatever they hold", () => {
  fc.assert(
    fc.property(ids, (ids) => {
      const text = formatIdList(ids);
      // As files are read and written; half letters must not reach the encoder.
      const read = new TextDecoder().decode(new TextEncoder().encode(text));
      assertEquals(read.split("\n").length - 1, ids.length);
      assertEquals(read.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/).length - 1, ids.length);
      assertEquals(parseIdList(read), ids);
    }),
    { seed: 5, numRuns: 2000 },
  );
});

Deno.test("readIdList() reads what formatIdList() wrote", async () => {
  await inTemporaryFolder(async (folder) => {
    const some = ids.filter((ids) =>
      ids.length > 0 && ids.every((id) => id !== "" && id.isWellFormed() && !id.includes("\ufffd"))
    );
    for (const ids of fc.sample(some, { seed: 6, numRuns: 100 })) {
      await Deno.writeTextFile(`${folder}/ids.txt`, formatIdList(ids));
      assertEquals(await readIdList(`${folder}/ids.txt`, "ids"), ids);
    }
  });
});

Deno.test("formatIdList() writes ordinary ids as they are", () => {
  assertEquals(formatIdList(["a.png", "b c/d é.png"]), "a.png\nb c/d é.png\n");
});

Deno.test("readIdList() reads any line ends and encodings, and lines in quotation marks", async () => {
  const folder = await temporaryFolder();
  const list = async (content: Uint8Array | string) => {
    await Deno.writeFile(
      `${folder}/list.txt`,
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    );
    return await readIdList(`${folder}/list.txt`, "the test list");
  };
  assertEquals(await list('\ufeffa\r b \r\n\n"c"\nd\ufeffe\n'), ["a", "b", "c", "d\ufeffe"]);
  assertEquals(await list(Uint8Array.of(0xff, 0xfe, 0x61, 0, 0x0a, 0, 0xe9, 0)), ["a", "é"]);
  const refused = async (content: Uint8Array | string, message: string) => {
    await assertRejects(() => list(content), InputError, message);
  };
  await refused("a\nb\x1b[31m\n", 'line 2 of "');
  await refused("a\nb\ta\n", "which holds the character U+0009");
  await refused(Uint8Array.of(0x61, 0x0a, 0xe9, 0x0a), "data.encoding=windows-1252");
  await refused("a\na\n", 'names "a" twice');
  await refused("\n\n", "is empty");
});

for (
  const [id, what] of [
    ["a\nb", "a line break"],
    ["a\u001b[31m", "the character U+001B"],
    ["a\u0085b", "the character U+0085"],
    ["a\u2028b", "the character U+2028"],
    ["a\ud800", "the character U+D800"],
    ["Opacit\ufffd", "the character U+FFFD"],
  ] as const
) {
  Deno.test(`a table refuses an id that holds ${what}`, () => {
    const table = { name: "t.csv", header: ["id"], rows: [["fine"], [id]] };
    const error = (() => {
      try {
        return uniqueColumn(table, 0);
      } catch (error) {
        return error;
      }
    })();
    assert(error instanceof InputError);
    const message = `Cannot read "t.csv": row 3 has the id ${
      JSON.stringify(id)
    }, which holds ${what}`;
    assert(error.message.startsWith(message), error.message);
  });
}

Deno.test("a byte-order mark inside an id stays", () => {
  const table = parseTable("\ufeffid\n\ufeffa\n a\ufeff\nb\ufeffc\n", "t.csv");
  assertEquals(uniqueColumn(table, 0), ["\ufeffa", "a\ufeff", "b\ufeffc"]);
  checkIds(["b\ufeffc", "film (1) é 肺.png"], () => "here");
});
