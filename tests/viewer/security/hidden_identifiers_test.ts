import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { InputError } from "../../../lib/base/errors.ts";
import type { Case } from "../../../lib/store/case.ts";
import { fits } from "../../../lib/store/filter/filter.ts";
import { parseFilter } from "../../../lib/store/filter/filter_parser.ts";
import { HiddenIdentifiers } from "../../../lib/viewer/security/hidden_identifiers.ts";
import { ServerSecret } from "../../../lib/viewer/security/server_secret.ts";

const one: Case = {
  id: "Doe^Jane/1.png",
  patient: "Doe^Jane",
  labels: ["Mass"],
  unknown: [],
  sex: "F",
  age: 93,
  view: "PA",
  image: "/films/Doe^Jane/1.png",
  date: "2017-03-05",
  report: "Mrs Doe was seen on 5 March",
};
const later: Case = { ...one, id: "Doe^Jane/2.png", date: "2017-03-19" };
const other: Case = { ...one, id: "7", patient: "8", age: 41, date: "2017-03-05" };
const hidden = new HiddenIdentifiers(new ServerSecret("a secret"), [one, later, other]);

Deno.test("shown() tells nothing of whose a case is, and keeps a patient's films together in time", () => {
  const [first, second, third] = [one, later, other].map((film) => hidden.shown(film));
  const told = JSON.stringify({ ...first, image: "" });
  assert(!/Doe|2017|93|March/.test(told), told);
  assert(/^\d{15}$/.test(first!.id) && /^\d{15}$/.test(first!.patient));
  assertEquals([first!.age, third!.age, first!.labels, first!.view], [90, 41, ["Mass"], "PA"]);
  assertEquals(second!.patient, first!.patient);
  assert(third!.patient !== first!.patient && second!.id !== first!.id);
  assertEquals(second!.visit! - first!.visit!, 14);
  // One day is another number for another patient.
  assert(third!.visit !== first!.visit);
  const unknown = hidden.shown({ ...one, patient: "", age: NaN });
  assertEquals([unknown.patient, unknown.age], ["", NaN]);
  assertEquals("visit" in hidden.shown(withoutDate(one)), false);
});

Deno.test("numbers last with the secret, and stand for what they were made of", () => {
  const again = new HiddenIdentifiers(new ServerSecret("a secret"), []);
  assertEquals(again.shown(one), hidden.shown(one));
  const elsewhere = new HiddenIdentifiers(new ServerSecret("another"), []);
  assert(elsewhere.shown(one).id !== hidden.shown(one).id);
  assertEquals(hidden.id(hidden.shown(one).id), one.id);
  assertEquals([hidden.id(one.id), hidden.id("000000000000000")], [undefined, undefined]);
});

Deno.test("meant() finds of each case what is told of it, and nothing by what is hidden", () => {
  const ages = fc.oneof(fc.integer({ min: 80, max: 100 }), fc.constant(NaN), fc.constant(89.5));
  const bounds = fc.tuple(fc.integer({ min: 80, max: 99 }), fc.integer({ min: 80, max: 99 }))
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  fc.assert(fc.property(ages, bounds, fc.boolean(), (age, [from, to], negated) => {
    const film = { ...one, age };
    const text = `${negated ? "NOT " : ""}age=${from}..${to}`;
    const filter = parseFilter(text, ["Mass"]);
    assertEquals(fits(hidden.meant(filter), film), fits(filter, hidden.shown(film)), text);
  }));
  const finds = (text: string) => fits(hidden.meant(parseFilter(text, ["Mass"])), one);
  const { patient } = hidden.shown(one);
  assert(finds(`Mass AND (view=AP OR patient="${patient}")`));
  assert(!finds(`patient="Doe^Jane"`) && finds(`NOT patient="Doe^Jane"`));
  assertThrows(() => finds("view=PA OR NOT date=2017-03-05"), InputError, "hides dates");
});

function withoutDate({ date: _, ...film }: Case): Case {
  return film;
}
