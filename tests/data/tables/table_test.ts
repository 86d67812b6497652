import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "fast-check";
import { gzipSync } from "node:zlib";
import { parseTable, readTable } from "../../../lib/data/tables/parse_table.ts";
import { columnIndex, listSome, rowName, uniqueColumn } from "../../../lib/data/tables/table.ts";
import { InputError } from "../../../lib/base/errors.ts";
import { temporaryFolder } from "../../helpers/folders.ts";

Deno.test("parseTable() reads a header and rows", () => {
  const table = parseTable('id, age ,"a, b"\r\nx,1,"say ""hi"""\r\n\r\ny,2,\r\n', "t.csv");
  assertEquals(table.header, ["id", "age", "a, b"]);
  assertEquals(table.rows, [["x", "1", 'say "hi"'], ["y", "2", ""]]);
});

Deno.test("parseTable() drops a byte-order mark", () => {
  assertEquals(parseTable("\ufeffid\nx\n", "t.csv").header, ["id"]);
});

for (
  const [what, text, message] of [
    ["an empty file", "", 'Cannot read labels: "t.csv" is empty'],
    ["a file of blank lines", "\n\n", 'Cannot read labels: "t.csv" is empty'],
    ["a header alone", "id,age\n", 'Cannot read labels: "t.csv" has a header and no rows'],
    ["a header that comes again", "id,age\nx,1\n id ,age\ny,2\n", "repeats its header in row 3"],
    ["a quotation mark too many", 'id,age\nf1,"1\nf2,2"\nf3,3\n', "a cell in row 2 that goes on"],
    ["a quotation mark too many above others", 'id,a,b\n1,"x,y\n2,y,z\n3,x",y\n', "in row 2 that"],
    ["a ragged row", "id,age\nx,1\ny\n", 'has 1 cell in row 3 ("y") and 2 cells in its header'],
    ["an open quote", 'id,age\n"x,1\n', "has a quotation mark on line 2 that is not closed"],
    ["a repeated column", "id,id\nx,1\n", 'has two columns named "id"'],
  ] as const
) {
  Deno.test(`parseTable() throws InputError when given ${what}`, () => {
    assertThrows(() => parseTable(text, "t.csv", "labels"), InputError, message);
  });
}

Deno.test("parseTable() takes several nameless columns, as spreadsheets leave them", () => {
  assertEquals(parseTable("id,,\nx,,\n", "t.csv").header, ["id", "", ""]);
});

Deno.test("parseTable() gives a table or an InputError for any text", () => {
  const pieces = fc.array(fc.constantFrom("a", '"', ",", "\n", "\r", "|", "1", "\ufeff", "é"));
  fc.assert(
    fc.property(fc.oneof(fc.string(), pieces.map((p) => p.join(""))), (text) => {
      try {
        const { header, rows } = parseTable(text, "t.csv");
        assertEquals(rows.every((row) => row.length === header.length), true);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
    }),
    { seed: 1, numRuns: 500 },
  );
});

Deno.test("readTable() reads plain and gzipped files alike", async () => {
  const folder = await temporaryFolder();
  const text = "id,age\nx,1\n";
  await Deno.writeTextFile(`${folder}/plain.csv`, text);
  await Deno.writeFile(`${folder}/zipped.csv.gz`, gzipSync(text));
  const plain = await readTable(`${folder}/plain.csv`, "labels");
  const zipped = await readTable(`${folder}/zipped.csv.gz`, "labels");
  assertEquals(plain.rows, [["x", "1"]]);
  assertEquals(zipped.rows, plain.rows);
});

Deno.test("readTable() throws InputError when the file is absent or a damaged gzip", async () => {
  const folder = await temporaryFolder();
  await Deno.writeFile(`${folder}/cut.gz`, gzipSync("id,age\nx,1\n").subarray(0, 20));
  await assertRejects(() => readTable(`${folder}/cut.gz`, "labels"), InputError, "damaged gzip");
  await assertRejects(() => readTable(`${folder}/no.csv`, "labels"), InputError, "no such file");
});

Deno.test("columnIndex() suggests the nearest column when there is none of the name", () => {
  const table = parseTable("id,Finding Labels\nx,1\n", "t.csv");
  assertEquals(columnIndex(table, "Finding Labels"), 1);
  assertThrows(
    () => columnIndex(table, "Finding Label"),
    InputError,
    'it has no column "Finding Label" (did you mean "Finding Labels"?); its columns are "id"',
  );
});

Deno.test("uniqueColumn() names both rows when an id repeats", () => {
  const table = parseTable("id\na\nb\n a\n", "t.csv");
  assertThrows(() => uniqueColumn(table, 0), InputError, 'row 4 repeats "a" of row 2');
});

Deno.test("uniqueColumn() throws InputError when an id is empty", () => {
  const table = parseTable("id,x\na,1\n ,2\n", "t.csv");
  assertThrows(() => uniqueColumn(table, 0), InputError, 'row 3 has an empty "id"');
});

Deno.test("rowName() counts as a spreadsheet does", () => assertEquals(rowName(0), "row 2"));

Deno.test("listSome() shortens long lists", () => {
  assertEquals(listSome(["a", "b", "c"], 2), '"a", "b" and 1 more');
  assertEquals(listSome(["a"], 2), '"a"');
});

Deno.test("parseTable() reads cells of several lines, such as reports", () => {
  const report = "Findings:\n1. mild edema, left\n2. none, or 3\nf2 is alike";
  const { rows } = parseTable(`id,report\nf1,"${report}"\n7,"${report}"\n`, "t.csv");
  assertEquals(rows, [["f1", report], ["7", report]]);
});

Deno.test("uniqueColumn() refuses ids that are none: words for nothing, and what spreadsheets make", () => {
  const read = (id: string) => uniqueColumn(parseTable(`id;x\na;1\n${id};2\n`, "t.csv"), 0);
  for (const id of ["nan", "None", "#N/A"]) assertThrows(() => read(id), InputError, `"${id}" as`);
  for (const id of ["1.23E+05", "1,2E+11", "#REF!", "#NAME?", "########"]) {
    assertThrows(() => read(id), InputError, `row 3 has the id "${id}"`);
  }
  for (const id of ["1E5", "12E+05x", "0001", "#1", "na.png"]) assertEquals(read(id), ["a", id]);
});

Deno.test("parseTable() refuses a separator that is none, whatever its name", () => {
  for (const separator of ["constructor", "toString", "dots"]) {
    const read = () => parseTable("id,x\na,1\n", "t.csv", "labels", { separator });
    assertThrows(read, InputError, `cannot be separated by "${separator}"`);
  }
});
