import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { CHESTXRAY14_LABELS } from "../../../lib/data/dataset.ts";
import { InputError } from "../../../lib/base/errors.ts";
import type { Case } from "../../../lib/store/case.ts";
import { type Filter, fits } from "../../../lib/store/filter/filter.ts";
import { parseFilter } from "../../../lib/store/filter/filter_parser.ts";
import { arbitraryFilter } from "../arbitrary_cases.ts";
import { fits as fitsPlainly, randomCase, randomFilter } from "../random_films.ts";

const parse = (text: string) => parseFilter(text, CHESTXRAY14_LABELS);
const label = (name: string): Filter => ({ kind: "label", label: name });
const view = (name: string): Filter => ({ kind: "view", view: name });
const ages = (from: number, to: number): Filter => ({ kind: "age", from, to });

const FILM: Case = {
  id: "1.png",
  patient: "123",
  labels: ["Effusion", "Mass"],
  unknown: ["Nodule", "Pneumonia"],
  sex: "F",
  age: 40,
  view: "PA",
  image: "",
};

/** The message of the error that the text ends in. */
function complaint(text: string): string {
  return assertThrows(() => parse(text), InputError).message;
}

Deno.test("parseFilter() reads conditions, NOT before AND before OR, and brackets", () => {
  assertEquals(parse("view=PA AND Effusion"), {
    kind: "and",
    parts: [view("PA"), label("Effusion")],
  });
  assertEquals(parse("Mass OR NOT Hernia AND Edema"), {
    kind: "or",
    parts: [label("Mass"), {
      kind: "and",
      parts: [{ kind: "not", part: label("Hernia") }, label("Edema")],
    }],
  });
  assertEquals(parse("sex=F AND age>=40 AND NOT (Mass OR Nodule)"), {
    kind: "and",
    parts: [{ kind: "sex", sex: "F" }, ages(40, Infinity), {
      kind: "not",
      part: { kind: "or", parts: [label("Mass"), label("Nodule")] },
    }],
  });
  assertEquals(parse("patient!=123"), {
    kind: "not",
    part: { kind: "patient", patient: "123" },
  });
});

Deno.test("parseFilter() reads names, keywords and values whatever their case", () => {
  assertEquals(parse("VIEW = ap and not EFFUSION"), {
    kind: "and",
    parts: [view("AP"), { kind: "not", part: label("Effusion") }],
  });
  for (const name of ["pleural thickening", "Pleural_Thickening", '"PLEURAL  thickening"']) {
    assertEquals(parse(name), label("Pleural_Thickening"));
  }
  assertEquals(parse("sex=female"), { kind: "sex", sex: "F" });
  assertEquals(parse("view=lateral"), view("LATERAL"));
  assertEquals(parse("view=unknown"), view(""));
  assertEquals(parse("sex=Unknown"), { kind: "sex", sex: "" });
});

Deno.test("parseFilter() reads quoted names, in which a quote is written twice", () => {
  const names = ['AND "so on"', "A(1)", "it's"];
  assertEquals(parseFilter('"AND ""so on"""', names), label('AND "so on"'));
  assertEquals(parseFilter("'A(1)'", names), label("A(1)"));
  assertEquals(parseFilter("it's", names), label("it's"));
  assertEquals(parse('patient="a b"'), { kind: "patient", patient: "a b" });
  assertEquals(parse("patient='O''Hara'"), { kind: "patient", patient: "O'Hara" });
});

Deno.test("parseFilter() prefers the very name when names differ in case alone", () => {
  assertEquals(parseFilter("mass", ["Mass", "mass"]), label("mass"));
  const error = assertThrows(() => parseFilter("MASS", ["Mass", "mass"]), InputError);
  assertEquals(error.message.includes('expected one of "Mass", "mass"'), true);
});

Deno.test("parseFilter() reads ages as years, ranges and bounds", () => {
  assertEquals(parse("age=40"), ages(40, 40));
  assertEquals(parse("age=40..60"), ages(40, 60));
  assertEquals(parse("age=40.."), ages(40, Infinity));
  assertEquals(parse("age=..0.5"), ages(-Infinity, 0.5));
  const fitting = (text: string) =>
    [39, 39.9, 40, 40.1, 41].filter((age) => fits(parse(text), { ...FILM, age }));
  assertEquals(fitting("age>40"), [40.1, 41]);
  assertEquals(fitting("age>=40"), [40, 40.1, 41]);
  assertEquals(fitting("age<40"), [39, 39.9]);
  assertEquals(fitting("age<=40"), [39, 39.9, 40]);
  assertEquals(fitting("age!=40"), [39, 39.9, 40.1, 41]);
});

Deno.test("parseFilter() reads days, months and years, each with all its days", () => {
  const days = ["2014-12-31", "2015-01-01", "2015-12-31", "2016-02-29", "2016-03-01"];
  const fitting = (text: string) =>
    [...days, undefined].filter((date) => fits(parse(text), date ? { ...FILM, date } : FILM));
  const [eve, first, last, leap, march] = days;
  assertEquals(fitting("date=2015"), [first, last]);
  assertEquals(fitting("date=2016-02"), [leap]);
  assertEquals(fitting("date=2015-12-31..2016-02"), [last, leap]);
  assertEquals(fitting("date>2015"), [leap, march]);
  assertEquals(fitting("date>=2015-12"), [last, leap, march]);
  assertEquals(fitting("date<2015"), [eve]);
  assertEquals(fitting("date<=2015"), [eve, first, last]);
  assertEquals(fitting("date=..2015-01-01"), [eve, first]);
  assertEquals(fitting("date=.."), days);
  assertEquals(fitting("date>9998"), []);
  assertEquals(fitting("date=unknown"), [undefined]);
  assertEquals(fitting("date!=2015 AND date!=unknown"), [eve, leap, march]);
});

Deno.test("parseFilter() takes No Finding for none of the findings, unless it is one", () => {
  const normal = parse("no finding");
  assertEquals(fits(normal, FILM), false);
  assertEquals(fits(normal, { ...FILM, labels: [], unknown: [] }), true);
  assertEquals(fits(normal, { ...FILM, labels: [], unknown: ["Mass"] }), false);
  assertEquals(parseFilter("No_Finding", ["No Finding"]), label("No Finding"));
  assertEquals(parseFilter("No Finding", ["Mass"]), { kind: "not", part: label("Mass") });
});

Deno.test("parseFilter() points at the place of a mistake and says what was expected", () => {
  assertEquals(
    complaint("view=PA AND Efusion").split("\n").map((line) => line.split("; findings")[0]),
    [
      'Cannot read the filter at character 13: "Efusion" is no finding here ' +
      '(did you mean "Effusion"?)',
      "  view=PA AND Efusion",
      "              ^",
    ],
  );
  const mistakes = {
    "": "at its end: expected a finding",
    "  ": "at its end: expected a finding",
    "Mass AND": "at its end: expected a finding",
    "OR Mass": "at character 1: expected a finding",
    "(Mass": 'at its end: expected AND, OR or ")" for the bracket opened at character 1',
    "Mass)": "at character 5: expected AND, OR or the end; no bracket is open here",
    "Mass view=PA": "at character 6: expected AND, OR or the end",
    "vew=PA": 'expected view, sex, age, date, patient before "=" (did you mean "view"?)',
    "Mass=1": "a finding stands alone: Mass, or NOT Mass",
    "Mass=present": 'at character 6: expected unknown after "Mass="',
    "Mass>unknown": "at character 5: expected = or != after Mass",
    "Efusion=unknown": '(did you mean "Effusion"?); a finding stands alone, or before =unknown',
    "Mass veiw=PA": "at character 6: expected AND, OR or the end",
    "view=": 'at its end: expected a value after "view="',
    "view==PA": 'at character 6: expected a value after "view="',
    "view>PA": "at character 5: expected = or != after view",
    "view=oblique": "at character 6: expected PA, AP, LATERAL or unknown",
    "sex=x": "at character 5: expected F, M or unknown",
    "age>old": "at character 5: expected years",
    "age=60..40": "expected the lesser age first: age=40..60",
    "age=1..2..3": "expected years",
    "age=-1": "expected years",
    "date=3/5/2017": "at character 6: expected days, such as date>=2015-06-30",
    "date=2017-02-29": "expected days",
    "date=2016..2015": "expected the earlier day first: date=2015-12-31..2016-01-01",
    "date>soon": "expected days",
    '"Mass': 'at character 1: expected another " later on',
    "!Mass": "at character 1: expected != or NOT",
    "Mass\nAND Nodule)": "at character 16",
  };
  for (const [text, reason] of Object.entries(mistakes)) {
    const message = complaint(text);
    assertEquals(message.includes(reason), true, `${JSON.stringify(text)}: ${message}`);
  }
});

Deno.test("parseFilter() refuses texts that only a program would write, quickly", () => {
  assertEquals(complaint("(".repeat(5000)).includes("at most 100 NOTs and brackets"), true);
  assertEquals(complaint("NOT ".repeat(2000)).includes("at most 100 NOTs and brackets"), true);
  assertEquals(complaint("x".repeat(1e6)).includes("expected at most 10000"), true);
  const conditions = (count: number) => Array(count).fill("No Finding").join(" AND ");
  parse(conditions(100));
  assertEquals(complaint(conditions(620)).includes("expected at most 100 conditions"), true);
});

Deno.test("parseFilter() ends any text in a filter or an InputError", () => {
  const pieces = [
    "(",
    ")",
    "NOT",
    "and",
    "or",
    "Mass",
    "age",
    ">=",
    "=",
    "!=",
    "4..",
    '"',
    "'",
    "x",
  ];
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...pieces)).map((words) => words.join(" ")),
  );
  fc.assert(fc.property(text, (text) => {
    try {
      parse(text);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }));
});

Deno.test("fits() asks for every part of AND, one of OR, and the opposite of NOT", () => {
  const fitting = [
    "Effusion AND Mass",
    "Hernia OR Mass",
    "NOT Hernia",
    "patient=123",
    "patient!=12",
    "age=40..40 AND sex=F AND view=PA",
  ];
  for (const text of fitting) {
    assertEquals(fits(parse(text), FILM), true, text);
    assertEquals(fits(parse(`NOT (${text})`), FILM), false, text);
  }
  assertEquals(fits({ kind: "and", parts: [] }, FILM), true);
  assertEquals(fits({ kind: "or", parts: [] }, FILM), false);
});

Deno.test("parseFilter() reads whether a finding is known, of names with spaces and quotes too", () => {
  const unknown = (name: string): Filter => ({ kind: "unknown", part: label(name) });
  assertEquals(parse("effusion = Unknown"), unknown("Effusion"));
  assertEquals(parse('"pleural thickening"=unknown'), unknown("Pleural_Thickening"));
  assertEquals(parse("Mass OR pleural thickening!=unknown"), {
    kind: "or",
    parts: [label("Mass"), { kind: "not", part: unknown("Pleural_Thickening") }],
  });
  const none = parseFilter("No Finding=unknown", ["Mass"]);
  assertEquals(none, { kind: "unknown", part: { kind: "not", part: label("Mass") } });
});

Deno.test("fits() takes a finding that is unknown for neither present nor absent", () => {
  const truths = {
    "Nodule": [false, false, true],
    "NOT Nodule": [false, false, true],
    "Nodule=unknown": [true, false, false],
    "Nodule!=unknown": [false, true, false],
    "Mass=unknown": [false, true, false],
    "Nodule AND Mass": [false, false, true],
    "Nodule AND Hernia": [false, true, false],
    "Nodule OR Mass": [true, false, false],
    "Nodule OR Hernia": [false, false, true],
    "Nodule OR NOT Nodule": [false, false, true],
    "Nodule AND view=AP": [false, true, false],
    "Nodule OR view=PA": [true, false, false],
    "No Finding": [false, true, false],
  };
  for (const [text, [isTrue, isFalse, isUnknown]] of Object.entries(truths)) {
    const filter = parse(text);
    assertEquals(fits(filter, FILM), isTrue, text);
    assertEquals(fits({ kind: "not", part: filter }, FILM), isFalse, `NOT (${text})`);
    assertEquals(fits({ kind: "unknown", part: filter }, FILM), isUnknown, `unknown: ${text}`);
  }
});

Deno.test("fits() agrees with the least and the greatest of 0, ½ and 1 over any filter and case", () => {
  fc.assert(fc.property(randomFilter(), randomCase(), (filter, film) => {
    assertEquals(fits(filter, { ...film, id: "a" }), fitsPlainly(filter, { ...film, id: "a" }));
  }));
});

Deno.test("fits() lets no age condition hold for an unknown age, so that its NOT does", () => {
  const unknown = { ...FILM, age: NaN };
  for (const text of ["age>=0", "age<200", "age=40", "age=..", "NOT age!=40"]) {
    assertEquals(fits(parse(text), unknown), false, text);
  }
  for (const text of ["NOT age>=40", "age!=40", "age=unknown"]) {
    assertEquals(fits(parse(text), unknown), true, text);
  }
});

/** The text of a filter, with every name quoted and every part in brackets. */
function textOf(filter: Filter): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const bound = (years: number) => Number.isFinite(years) ? years : "";
  switch (filter.kind) {
    case "label":
      return quoted(filter.label);
    case "patient":
      return `patient=${quoted(filter.patient)}`;
    case "sex":
      return `sex=${filter.sex || "unknown"}`;
    case "view":
      return `view=${filter.view || "unknown"}`;
    case "age":
      return `age=${bound(filter.from)}..${bound(filter.to)}`;
    case "date":
      return `date=${filter.from}..${filter.to}`;
    case "unknown":
      return `${textOf(filter.part)}=unknown`;
    case "not":
      return `NOT (${textOf(filter.part)})`;
    case "and":
    case "or":
      return filter.parts.map((part) => `(${textOf(part)})`).join(` ${filter.kind.toUpperCase()} `);
  }
}

Deno.test("parseFilter() reads every filter that can be written", () => {
  const names = [
    "Mass",
    "mass",
    "Pleural_Thickening",
    "No Finding",
    "or",
    "age",
    'a "b"',
    "",
    "(c)",
  ];
  fc.assert(fc.property(arbitraryFilter(names), (filter) => {
    assertEquals(parseFilter(textOf(filter), names), filter);
  }));
});
