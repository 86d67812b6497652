import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { Lazy } from "../../../lib/store/memory/columns.ts";
import { TextColumn, TextLookup } from "../../../lib/store/memory/text_column.ts";

function columnOf(texts: readonly string[]): TextColumn {
  const column = new TextColumn();
  for (const text of texts) column.push(text);
  return column;
}

const someTexts = fc.array(fc.string({ unit: "binary", maxLength: 12 }), { maxLength: 60 });

Deno.test("TextColumn.at() gives the text that push() was given", () => {
  fc.assert(fc.property(someTexts, (texts) => {
    const column = columnOf(texts);
    assertEquals(Array.from({ length: column.length }, (_, row) => column.at(row)), texts);
    const { bytes, ends } = column.data;
    const loaded = new TextColumn(texts.length, Lazy.of({ bytes, ends }));
    assertEquals(Array.from({ length: loaded.length }, (_, row) => loaded.at(row)), texts);
    loaded.push("more");
    assertEquals(loaded.at(texts.length), "more");
  }));
});

Deno.test("TextLookup.rowOf() finds the last row of a text, and no other text", () => {
  fc.assert(fc.property(someTexts, someTexts, (texts, others) => {
    const half = texts.length >> 1;
    const column = columnOf(texts.slice(0, half));
    const lookup = new TextLookup(column);
    for (const text of texts.slice(half)) {
      column.push(text);
      lookup.put(column.length - 1);
    }
    for (const text of [...texts, ...others]) {
      const row = texts.lastIndexOf(text);
      assertEquals(lookup.rowOf(text), row < 0 ? undefined : row);
    }
  }));
});

Deno.test("TextLookup.put() has room for any number of texts", () => {
  const column = new TextColumn();
  const lookup = new TextLookup(column);
  for (let row = 0; row < 1000; row++) {
    column.push(`film-${row}.png`);
    lookup.put(row);
  }
  for (let row = 0; row < 1000; row++) assertEquals(lookup.rowOf(`film-${row}.png`), row);
  assertEquals(lookup.rowOf("film-1000.png"), undefined);
});
