import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { gzipSync } from "node:zlib";
import { InputError } from "../../../lib/base/errors.ts";
import { decodeText, readTextFile } from "../../../lib/data/tables/encoding.ts";
import { temporaryFolder } from "../../helpers/folders.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

/** The bytes of a text in UTF-16. */
function utf16(text: string, littleEndian: boolean, mark = true): Uint8Array {
  const marked = (mark ? "\ufeff" : "") + text;
  const view = new DataView(new ArrayBuffer(2 * marked.length));
  for (let i = 0; i < marked.length; i++) {
    view.setUint16(2 * i, marked.charCodeAt(i), littleEndian);
  }
  return new Uint8Array(view.buffer);
}

/** The bytes of a text in an encoding of one byte a letter, found by trying all. */
function singleByte(text: string, encoding: string): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const byteOf = new Map(
    Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]),
  );
  return Uint8Array.from(text, (letter) => byteOf.get(letter)!);
}

const TEXT = "id,labels\na,Opacité\nb,Opacitè\n";
const decode = (bytes: Uint8Array, encoding?: string) =>
  decodeText(bytes, "t.csv", "labels", { encoding });
const refusal = (bytes: Uint8Array, encoding?: string) =>
  assertThrows(() => decode(bytes, encoding), InputError).message;

Deno.test("decodeText() reads UTF-8 and UTF-16, with and without a mark", () => {
  for (const bytes of [utf8(TEXT), utf8("\ufeff" + TEXT)]) assertEquals(decode(bytes), TEXT);
  for (const littleEndian of [true, false]) {
    for (const mark of [true, false]) {
      assertEquals(decode(utf16(TEXT, littleEndian, mark)), TEXT);
    }
  }
});

Deno.test("decodeText() drops one byte-order mark at the very start and keeps all others", () => {
  assertEquals(decode(utf8("\ufeff\ufeffid\na\ufeffb\n")), "\ufeffid\na\ufeffb\n");
});

Deno.test("decodeText() names UTF-32, marked or not", () => {
  const wide = (text: string) =>
    new Uint8Array(Uint32Array.from(text, (c) => c.codePointAt(0)!).buffer);
  for (const text of ["\ufeffid,labels\n", "id,labels\n"]) {
    assert(refusal(wide(text)).includes('"t.csv" is in UTF-32; save it as UTF-8'));
  }
});

for (
  const [encoding, text] of [
    ["windows-1252", TEXT],
    ["windows-1252", "id,patient\nf1,Müller\nf2,Groß “x” – €\n"],
    ["windows-1251", "id,диагноз\na,Пневмония\nb,Ателектаз\nc,Выпот\n"],
    ["koi8-r", "id,диагноз\na,Пневмония\nb,Ателектаз\nc,Выпот\n"],
  ] as const
) {
  Deno.test(`decodeText() names ${encoding} when given ${JSON.stringify(text.slice(0, 20))}`, () => {
    const bytes = singleByte(text, encoding);
    const message = refusal(bytes);
    assert(message.includes("is not UTF-8 text: line "), message);
    assert(message.includes(`data.encoding=${encoding}`), message);
    assertEquals(decode(bytes, encoding), text);
  });
}

// "id,所見\na,肺炎\nb,胸水\n" in Shift-JIS and "id,诊断\na,肺炎\n" in GB18030.
const SHIFT_JIS = Uint8Array.fromHex("69642c8f8a8ca90a612c9478898a" + "0a622c8bb990850a");
const GB18030 = Uint8Array.fromHex("69642cd5efb6cf0a612cb7ced1d70a");

Deno.test("decodeText() shows what a line of Japanese or Chinese would be", () => {
  const japanese = refusal(SHIFT_JIS);
  assert(japanese.includes("data.encoding=shift_jis") && japanese.includes("id,所見"), japanese);
  const chinese = refusal(GB18030);
  assert(chinese.includes('gb18030 ("id,诊断")'), chinese);
  assertEquals(decode(SHIFT_JIS, "shift_jis"), "id,所見\na,肺炎\nb,胸水\n");
  assertEquals(decode(GB18030, "gbk"), "id,诊断\na,肺炎\n");
});

Deno.test("decodeText() names the line of the first foreign byte", () => {
  const bytes = Uint8Array.of(...utf8("id\na\nb\n\né"), 0xe9, 0x0a, 0x61);
  assert(refusal(bytes).includes("line 5 holds the byte 0xE9"), refusal(bytes));
  const cut = utf8("id\né").subarray(0, -1);
  assert(refusal(cut).includes("line 2 holds the byte 0xC3"), refusal(cut));
});

Deno.test("decodeText() refuses bytes that are not in the encoding asked for", () => {
  const message = refusal(Uint8Array.of(0x61, 0x81, 0x0a), "shift_jis");
  assert(message.includes("is not SHIFT_JIS text: line 1"), message);
});

Deno.test("decodeText() suggests the name of an encoding that there is not", () => {
  const message = refusal(utf8("id\n"), "windows1252x");
  assert(message.includes('no encoding "windows1252x" (did you mean "windows-1252"?)'), message);
});

Deno.test("decodeText() reads by a mark whatever is asked for", () => {
  assertEquals(decode(utf8("\ufeffé"), "windows-1252"), "é");
});

Deno.test("decodeText() says that a file read in another encoding is UTF-8", () => {
  const notes: string[] = [];
  const options = { encoding: "latin1", onWarning: (note: string) => void notes.push(note) };
  decodeText(utf8("id\na\n"), "a.csv", "labels", options);
  assertEquals(notes, []);
  decodeText(utf8(TEXT), "t.csv", "labels", options);
  assertEquals(notes, ['"t.csv" is read as latin1 (data.encoding), but is well-formed UTF-8']);
});

for (
  const [bytes, message] of [
    [utf8("PK\x03\x04rest"), "is an Excel workbook"],
    [Uint8Array.fromHex("d0cf11e0a1b11ae1"), "is an old Excel workbook"],
    [utf8("%PDF-1.7"), "is a PDF file"],
    [utf8("PAR1...."), "is a Parquet file"],
    [utf8("\n<!DOCTYPE html><html>"), "is a web page"],
    [utf8("id,a\nx,\0\0\ny,1\n"), "is no text: it holds NUL bytes"],
    [utf8("i" + "d,a\nx,1\n".repeat(20) + "\0"), "is no text: it holds NUL bytes"],
  ] as const
) {
  Deno.test(`decodeText() throws InputError when a file ${message}`, () => {
    assert(refusal(bytes).startsWith(`Cannot read labels: "t.csv" ${message}`), refusal(bytes));
  });
}

Deno.test("readTextFile() reads plain and gzipped files alike", async () => {
  const folder = await temporaryFolder();
  await Deno.writeFile(`${folder}/a.csv`, utf16(TEXT, true));
  await Deno.writeFile(`${folder}/b.csv`, gzipSync(utf16(TEXT, true)));
  assertEquals(await readTextFile(`${folder}/a.csv`, "labels"), TEXT);
  assertEquals(await readTextFile(`${folder}/b.csv`, "labels"), TEXT);
  await assertRejects(() => readTextFile(`${folder}/c.csv`, "labels"), InputError, "no such file");
});

Deno.test("decodeText() says that letters look like UTF-8 read as windows-1252", () => {
  const notes: string[] = [];
  const options = { encoding: "windows-1252", onWarning: (note: string) => notes.push(note) };
  const bytes = Uint8Array.of(...utf8("id\nOpacit\u00e9\nMan"), 0xe9);
  decodeText(bytes, "t.csv", "labels", options);
  decodeText(utf8("id\nMASS\u00c3 x \u00c2\u00a3"), "t.csv", "labels", options);
  assertEquals(notes[0]?.slice(0, 35), '"t.csv" has "Opacit\u00c3\u00a9" on line 2, w');
  assertThrows(() => decodeText(bytes, "t.csv", "labels"), InputError, "may mix encodings");
});

Deno.test("decodeText() takes letters of Portuguese and Vietnamese for no such", () => {
  const notes: string[] = [];
  const onWarning = (note: string) => notes.push(note);
  const text = "id\nMANH\u00c3\nLES\u00c3O\nPULM\u00c3O\u00a0X\nB\u00c3I\n";
  assertEquals(decodeText(utf8(text), "t.csv", "labels", { onWarning }), text);
  assertEquals(notes, []);
});
