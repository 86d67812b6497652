import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Lazy, NumberColumn } from "../../../lib/store/memory/columns.ts";

Deno.test("Lazy.get() loads once, and throws what loading threw every time", () => {
  let loads = 0;
  const lazy = new Lazy({ load: () => ++loads, close() {} });
  assertEquals([lazy.get(), lazy.get(), loads], [1, 1, 1]);
  const load = () => {
    throw new Error(`load ${++loads}`);
  };
  const broken = new Lazy({ load, close() {} });
  for (let i = 0; i < 2; i++) assertThrows(() => broken.get(), Error, "load 2");
});

Deno.test("Lazy.close() closes what was not loaded, and what could not be", () => {
  const closed: string[] = [];
  const source = (name: string, load: () => number) => {
    return new Lazy({ load, close: () => void closed.push(name) });
  };
  const fail = () => {
    throw new Error("no");
  };
  const [never, loaded, broken] = [
    source("never", () => 1),
    source("loaded", () => 2),
    source("broken", fail),
  ];
  loaded.get();
  assertThrows(() => broken.get(), Error, "no");
  for (const lazy of [never, loaded, broken]) lazy.close();
  assertEquals(closed, ["never", "broken"]);
  assertEquals(loaded.get(), 2);
});

Deno.test("NumberColumn holds what was given, appended and pushed, in order", () => {
  const numbers = fc.array(fc.double());
  fc.assert(fc.property(numbers, numbers, numbers, (given, appended, pushed) => {
    const array = Float64Array.from(given);
    const columns = [
      new NumberColumn<Float64Array>(array.slice()),
      new NumberColumn<Float64Array>(new Lazy({ load: () => array, close() {} }), given.length),
    ];
    for (const column of columns) {
      assertEquals(column.length, given.length);
      column.append(Float64Array.from(appended));
      for (const value of pushed) column.push(value);
      const all = [...given, ...appended, ...pushed];
      assertEquals([...column.data], all);
      assertEquals(all.map((_, row) => column.at(row)), all);
    }
  }));
});
