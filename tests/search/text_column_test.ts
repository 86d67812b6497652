import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { TextColumn, TextLookup } from "../../lib/search/text_column.ts";

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
    const loaded = new TextColumn(texts.length, { load: () => ({ bytes, ends }), close() {} });
    assertEquals(Array.from({ length: loaded.length }, (_, row) => loaded.at(row)), texts);
    loaded.push("more");
    assertEquals(loaded.at(texts.length), "more");
  }));
});

Deno.test("TextColumn.close() gives up texts that were not loaded, and no others", () => {
  let closed = 0;
  const source = {
    load: () => ({ bytes: Uint8Array.of(97), ends: Uint32Array.of(1) }),
    close: () => void closed++,
  };
  new TextColumn(1, source).close();
  assertEquals(closed, 1);
  const loaded = new TextColumn(1, source);
  loaded.at(0);
  loaded.close();
  assertEquals([closed, loaded.at(0)], [1, "a"]);
});

Deno.test("TextColumn.at() throws what loading threw, every time", () => {
  let loads = 0;
  const load = () => {
    throw new Error(`load ${++loads}`);
  };
  const column = new TextColumn(1, { load, close() {} });
  for (let i = 0; i < 2; i++) assertThrows(() => column.at(0), Error, "load 1");
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
