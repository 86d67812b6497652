import { assertEquals, assertThrows } from "@std/assert";
import { InputError } from "../../../lib/base/errors.ts";
import type { Case } from "../../../lib/store/case.ts";
import { CaseTable } from "../../../lib/store/memory/case_table.ts";

function caseOf(id: string, rest: Partial<Case> = {}): Case {
  return {
    id,
    patient: "1",
    labels: [],
    unknown: [],
    sex: "F",
    age: 50,
    view: "PA",
    image: "",
    ...rest,
  };
}

Deno.test("CaseTable.at() gives the cases that were added, of more than 32 findings, too", () => {
  const names = Array.from({ length: 70 }, (_, n) => `finding ${n}`);
  const table = new CaseTable(names);
  const cases = [
    caseOf("a", {
      labels: [names[0]!, names[31]!, names[32]!, names[69]!],
      unknown: [names[1]!, names[33]!, names[68]!],
    }),
    caseOf("b", {
      unknown: names,
      patient: "zwölf",
      age: NaN,
      sex: "",
      view: "LATERAL",
      image: "b.png",
      date: "2017-03-05",
      visit: 0,
      report: "Größe normal.",
    }),
    caseOf("c", { patient: "1", labels: [names[63]!] }),
  ];
  table.add(cases);
  assertEquals(cases.map((_, row) => table.at(row)), cases);
  assertEquals([table.rowOf("b"), table.rowOf("d")], [1, undefined]);
  assertEquals([table.patientNumber("zwölf"), table.patientNumber("2")], [1, undefined]);
});

Deno.test("CaseTable.at() gives findings in the table's order, each once", () => {
  const table = new CaseTable(["Effusion", "Hernia"]);
  table.add([caseOf("a", { labels: ["Hernia", "Effusion", "Hernia"] })]);
  assertEquals(table.at(0).labels, ["Effusion", "Hernia"]);
});

Deno.test("CaseTable.compacted() keeps numbers, and only the patients of cases that are there", () => {
  const table = new CaseTable(["Effusion"]);
  table.add(["a", "b", "c", "d"].map((id, n) => caseOf(id, { patient: `patient ${n}` })));
  table.remove(0);
  table.remove(2);
  table.remove(2);
  assertEquals([table.count, table.rows, [...table.runs()]], [2, 4, [[1, 2], [3, 4]]]);
  const compacted = table.compacted();
  assertEquals([0, 1].map((row) => compacted.at(row)), [table.at(1), table.at(3)]);
  assertEquals([0, 1].map((row) => compacted.numberOf(row)), [1, 3]);
  assertEquals(compacted.patientNumber("patient 0"), undefined);
  compacted.add([caseOf("a")]);
  assertEquals(compacted.numberOf(2), 4);
});

Deno.test("CaseTable.add() adds nothing when one case cannot be added", () => {
  const table = new CaseTable(["Effusion"]);
  const manySexes = Array.from({ length: 257 }, (_, n) => caseOf(`${n}`, { sex: `${n}` }));
  const bad: readonly (readonly [readonly Case[], string])[] = [
    [[caseOf("a"), caseOf("a")], '"a": it is given twice'],
    [[caseOf("a"), caseOf("b", { labels: ["Edema"] })], '"b": its finding "Edema"'],
    [[caseOf("b", { unknown: ["Edema"] })], '"b": its finding "Edema"'],
    [[caseOf("b", { labels: ["Effusion"], unknown: ["Effusion"] })], "present and as unknown"],
    [manySexes, "257 different values of sex"],
  ];
  for (const [cases, message] of bad) {
    assertThrows(() => table.add(cases), InputError, message);
    assertEquals([table.rows, table.nextNumber, table.columns.sexNames], [0, 0, []]);
  }
});

Deno.test("CaseTable.add() keeps byte-order marks, and refuses halves of letters", () => {
  const table = new CaseTable([]);
  const cases = [caseOf("\ufeffa"), caseOf("a"), caseOf("b\ufeffc")];
  table.add(cases);
  assertEquals(cases.map((_, row) => table.at(row)), cases);
  for (const item of [caseOf("d\ud800"), caseOf("d", { patient: "\udc00" })]) {
    assertThrows(() => table.add([item]), InputError, "holds half a letter");
  }
});
