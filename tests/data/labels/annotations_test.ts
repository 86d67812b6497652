import { assertEquals, assertThrows } from "@std/assert";
import { chooseLabels, positiveRows, selectRows } from "../../../lib/data/labels/annotations.ts";
import { parseAge, parseSex, parseView } from "../../../lib/data/labels/strata.ts";
import { InputError } from "../../../lib/base/errors.ts";

const LABELS = { names: ["Mass", "Edema"], values: new Float32Array([1, 0, 0, NaN, 0, 0.4]) };

Deno.test("selectRows() keeps every list in step", () => {
  const annotations = {
    ids: ["a", "b", "c"],
    patients: ["p", "q", "r"],
    labels: LABELS,
    strata: { sex: ["F", "M", ""], age: new Float32Array([1, 2, 3]), view: ["PA", "AP", ""] },
  };
  const { ids, patients, labels, strata } = selectRows(annotations, [2, 0]);
  assertEquals([ids, patients], [["c", "a"], ["r", "p"]]);
  assertEquals([...labels.values], [0, Math.fround(0.4), 1, 0]);
  assertEquals([strata.sex, [...strata.age], strata.view], [["", "F"], [3, 1], ["", "PA"]]);
});

Deno.test("positiveRows() counts soft labels and passes over missing ones", () => {
  assertEquals(positiveRows(LABELS), [0, 2]);
});

Deno.test("chooseLabels() takes labels in the order asked for", () => {
  const { names, values } = chooseLabels(LABELS, ["Edema", "Mass"]);
  assertEquals(names, ["Edema", "Mass"]);
  assertEquals([...values], [0, 1, NaN, 0, Math.fround(0.4), 0]);
});

Deno.test("chooseLabels() throws InputError when a label is unknown or named twice", () => {
  assertThrows(
    () => chooseLabels(LABELS, ["Edemas"]),
    InputError,
    'Cannot choose the labels: "Edemas" is none of Mass, Edema (did you mean "Edema"?)',
  );
  assertThrows(() => chooseLabels(LABELS, ["Mass", "Mass"]), InputError, "named twice");
});

Deno.test("parseSex() knows letters and words", () => {
  assertEquals(["F", "female", " m ", "Male", "O", ""].map(parseSex), ["F", "F", "M", "M", "", ""]);
});

Deno.test("parseAge() knows plain years and DICOM's units", () => {
  const cells = ["57", "57.0", "058Y", "006M", "052W", "365D", "412Y", "", "old", "-3", "Y"];
  const ages = cells.map((cell) => Math.round(parseAge(cell) * 100) / 100);
  assertEquals(ages, [57, 57, 58, 0.5, 1, 1, NaN, NaN, NaN, NaN, NaN]);
});

Deno.test("parseView() knows the names of several tables", () => {
  const cells = [
    "PA",
    "ap",
    "AP_horizontal",
    "AP SUPINE",
    "Lateral",
    "LL",
    "L",
    "COSTAL",
    "PANORAMA",
  ];
  const views = ["PA", "AP", "AP", "AP", "LATERAL", "LATERAL", "LATERAL", "", ""];
  assertEquals(cells.map(parseView), views as ReturnType<typeof parseView>[]);
});
