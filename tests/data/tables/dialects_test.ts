import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { InputError } from "../../../lib/base/errors.ts";
import { decodeText } from "../../../lib/data/tables/encoding.ts";
import { numberReader } from "../../../lib/data/tables/numbers.ts";
import { parseTable, type TableFormat } from "../../../lib/data/tables/parse_table.ts";
import { columnIndex } from "../../../lib/data/tables/table.ts";

const SEPARATORS = [",", ";", "\t", "|"] as const;

/** Cells of a table: words, numbers, separators, quotation marks and line breaks in them. */
const cell = fc.oneof(
  fc.constantFrom("", "Mass", "Épanchement", "肺炎", "a b"),
  fc.string({ unit: fc.constantFrom("a", "é", ",", ";", "\t", "|", '"', "\n", "\r", " ", "1") }),
);

/** A way to write tables. */
const dialect = fc.record({
  separator: fc.constantFrom(...SEPARATORS),
  lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
  encoding: fc.constantFrom("utf-8", "utf-8 marked", "utf-16le", "utf-16be", "utf-16be marked"),
  quotesAll: fc.boolean(),
  hasHint: fc.boolean(),
  lastLineEnds: fc.boolean(),
  extraSeparators: fc.nat(2),
  blankLines: fc.nat(2),
});

type Dialect = typeof dialect extends fc.Arbitrary<infer T> ? T : never;

function written(records: readonly (readonly string[])[], how: Dialect): Uint8Array {
  const { separator, lineEnd } = how;
  const field = (text: string) =>
    how.quotesAll || /[,;\t|"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const blank = separator.repeat(records[0]!.length - 1);
  const lines = records.map((record) => record.map(field).join(separator))
    .map((line, i) => i > 0 ? line + separator.repeat(how.extraSeparators) : line);
  const hint = how.hasHint ? [`sep=${separator}`] : [];
  const text = [...hint, ...lines, ...Array(how.blankLines).fill(blank)].join(lineEnd) +
    (how.lastLineEnds ? lineEnd : "");
  const isMarked = how.encoding.includes("marked");
  return encoded((isMarked ? "\ufeff" : "") + text, how.encoding.replace(" marked", ""));
}

function encoded(text: string, encoding: string): Uint8Array {
  if (encoding === "utf-8") return new TextEncoder().encode(text);
  const view = new DataView(new ArrayBuffer(2 * text.length));
  for (let i = 0; i < text.length; i++) {
    view.setUint16(2 * i, text.charCodeAt(i), encoding === "utf-16le");
  }
  return new Uint8Array(view.buffer);
}

const read = (bytes: Uint8Array, format: TableFormat = {}) =>
  parseTable(decodeText(bytes, "t.csv", "labels"), "t.csv", "labels", format);

Deno.test("a table that is read equals the one that was written, in any dialect", () => {
  const rows = fc.integer({ min: 2, max: 4 }).chain((width) =>
    fc.array(
      fc.tuple(fc.nat(), fc.array(cell, { minLength: width - 1, maxLength: width - 1 }))
        .map(([id, cells]) => [`film${id}`, ...cells]),
      { minLength: 1, maxLength: 6 },
    )
  );
  let [recognised, asked] = [0, 0];
  fc.assert(
    fc.property(rows, dialect, (rows, how) => {
      const header = ["id", "Mass", "Œdème", "notes"].slice(0, rows[0]!.length);
      const bytes = written([header, ...rows], how);
      const table = read(bytes);
      assertEquals(table.header, header);
      assertEquals(table.rows, rows);
      recognised++;
      assertEquals(read(bytes, { separator: how.separator }).rows, rows);
      asked++;
    }),
    { seed: 3, numRuns: 1500 },
  );
  assertEquals([recognised, asked], [1500, 1500]);
});

Deno.test("numbers are read with a point or a comma, in any separator", () => {
  const number = fc.tuple(fc.integer({ min: -999, max: 999 }), fc.constantFrom("", "0", "25", "5"));
  fc.assert(
    fc.property(
      fc.array(number),
      fc.constantFrom(...SEPARATORS),
      fc.boolean(),
      (numbers, separator, hasComma) => {
        const point = numbers.map(([whole, parts]) =>
          parts === "" ? `${whole}` : `${whole}.${parts}`
        );
        const cells = hasComma ? point.map((text) => text.replace(".", ",")) : point;
        assertEquals(cells.map(numberReader({ name: "t.csv", separator })), point.map(Number));
      },
    ),
  );
});

Deno.test("numberReader() refuses what may be a thousand, and both marks in one table", () => {
  const of = (separator: string, ...cells: string[]) => {
    const number = numberReader({ name: "t.csv", separator });
    return cells.map(number);
  };
  assertThrows(() => of(",", "1,234"), InputError, '"t.csv": "1,234" may be 1234 or 1.234');
  assertThrows(() => of("\t", "12,345"), InputError, "may be 12345 or 12.345");
  assertEquals(of(";", "1,234"), [1.234]);
  assertEquals(of(",", "0,500"), [0.5]);
  assertThrows(() => of(";", "0,5", "1.234"), InputError, 'both as "1.234" and as "0,5"');
  assertThrows(() => of(";", "1.234", "0,5"), InputError, 'both as "1.234" and as "0,5"');
  assertEquals(of(";", "1.234,5", "1,234,567", "1 234", "x", "0x1", "Infinity", "1e3", "1,5E-1"), [
    ...Array(6).fill(undefined),
    1000,
    0.15,
  ]);
});

const refusal = (text: string, format: TableFormat = {}) =>
  assertThrows(() => parseTable(text, "t.csv", "labels", format), InputError).message;

for (
  const [what, text, message] of [
    ["a short row", "id,a,b\nx,1\n", '2 cells in row 2 ("x,1") and 3 cells in its header'],
    ["a long row", "id,a\nx,1\n\ny,2,3\n", '3 cells in row 4 ("y,2,3") and 2 cells'],
    ["a long row below a hint", "sep=,\nid,a\nx,1,2\n", "3 cells in row 3"],
    ["decimal commas in a table of commas", "id,a,b\nx,1,0,0,0\n", "5 cells in row 2"],
    ["a comma or a semicolon", "id;x,y\na;0,5\n", "comma or by semicolon; say by which with"],
    ["an open quotation mark", 'id,a\nx,"1\n', "a quotation mark on line 2 that is not closed"],
    ["a quotation mark in a cell", 'id,a\nx,5" tube\n', "a quotation mark within a cell on line 2"],
    [
      "text after a quoted cell",
      'id,a\nx,"5"cm\n',
      "text after a closing quotation mark on line 2",
    ],
    [
      "a header of lost letters",
      "id,Opacit\ufffd\nx,1\n",
      'column "Opacit\ufffd", in which letters',
    ],
    ["no header, and equal cells", "f01,1,1\nf02,0,1\n", "It seems to have no header"],
  ] as const
) {
  Deno.test(`parseTable() throws InputError when given ${what}`, () => {
    const received = refusal(text);
    assert(received.includes(message), received);
  });
}

Deno.test("parseTable() reads a table by the separator that is asked for", () => {
  assertEquals(parseTable("id;x,y\na;0,5\n", "t.csv", "labels", { separator: "semicolon" }).rows, [
    ["a", "0,5"],
  ]);
  assertEquals(parseTable("id^x\na^1\n", "t.csv", "labels", { separator: "^" }).rows, [["a", "1"]]);
  assert(refusal("id\na\n", { separator: "dots" }).includes('cannot be separated by "dots"'));
});

Deno.test("parseTable() passes over empty rows and cells that spreadsheets leave", () => {
  const table = parseTable("\n,,\nid,a,\nx,1\n,,\ny,2,,,\n\n,\n", "t.csv");
  assertEquals(table.header, ["id", "a", ""]);
  assertEquals(table.rows, [["x", "1", ""], ["y", "2", ""]]);
  assertEquals(table.rowNumbers, [4, 6]);
});

Deno.test("parseTable() keeps a single column whatever its cells hold", () => {
  assertEquals(parseTable("id\na;1\nb|2\n", "t.csv").rows, [["a;1"], ["b|2"]]);
});

Deno.test("columnIndex() suggests a column with a unit or in other letters", () => {
  const nih = parseTable("Image Index,OriginalImage[Width,Patient Age (years)\nx,1,2\n", "t.csv");
  const missing = (column: string) =>
    assertThrows(() => columnIndex(nih, column), InputError).message;
  assert(missing("Patient Age").includes('did you mean "Patient Age (years)"?'));
  assert(missing("image index").includes('did you mean "Image Index"?'));
  assert(missing("Original Image Width").includes('did you mean "OriginalImage[Width"?'));
});

Deno.test("columnIndex() says that a table without a header has none", () => {
  for (const text of ["a.png,Mass\nb.png,Edema\n", "f01,1\nf02,0\n", "17,0.5\n18,0.25\n"]) {
    const message = assertThrows(() => columnIndex(parseTable(text, "t.csv"), "id"), InputError)
      .message;
    assert(
      message.includes("It seems to have no header: its first row looks like a film"),
      message,
    );
  }
  for (const text of ["name,Mass\nf01,0\nf02,1\n", "film,0,1,2\nf1,.5,1,2\n", "film1,x\na,1\n"]) {
    const message = assertThrows(() => columnIndex(parseTable(text, "t.csv"), "id"), InputError)
      .message;
    assert(!message.includes("no header"), message);
  }
});
