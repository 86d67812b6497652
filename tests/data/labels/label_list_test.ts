import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { parseLabelList } from "../../../lib/data/labels/label_list.ts";

/** A cell in one of the spellings that programs write. */
type Spelling = (labels: readonly string[], separator: string) => string;

const inQuotes = (quote: string) => (label: string) =>
  quote + label.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`) + quote;
const doubled = (label: string) => `'${label.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
/** As Python's repr() chooses quotes. */
const repr = (label: string) =>
  label.includes("'") && !label.includes('"') ? inQuotes('"')(label) : inQuotes("'")(label);

/** Every spelling of a list in which labels may hold any characters. */
const QUOTED: Readonly<Record<string, Spelling>> = {
  JSON: (labels) => JSON.stringify(labels),
  "JSON with blanks": (labels) => JSON.stringify(labels, null, 2),
  Python: (labels) => `[${labels.map(repr).join(", ")}]`,
  "Python with a comma at the end": (labels) => `[${labels.map((l) => `${repr(l)}, `).join("")}]`,
  "Python 2": (labels) => `[${labels.map((label) => `u${repr(label)}`).join(", ")}]`,
  "a set": (labels) => labels.length === 0 ? "set()" : `{${labels.map(repr).join(", ")}}`,
  "a frozen set": (labels) => `frozenset({${labels.map(repr).join(", ")}})`,
  "a tuple": (labels) => `(${labels.map((label) => `${repr(label)},`).join(" ")})`,
  numpy: (labels) => `[${labels.map(repr).join(" ")}]`,
  "numpy on several lines": (labels) => `[${labels.map(repr).join("\n ")}]`,
  "numpy's repr": (labels) => `array([${labels.map(repr).join(", ")}], dtype='<U20')`,
  "numpy 2": (labels) => `[${labels.map((label) => `np.str_(${repr(label)})`).join(", ")}]`,
  "quotes doubled": (labels) => `[${labels.map(doubled).join(", ")}]`,
  "JSON as a text of JSON": (labels) => JSON.stringify(JSON.stringify(labels)),
};

/** Spellings that trust labels to have neither marks nor quotes. */
const PLAIN: Readonly<Record<string, Spelling>> = {
  separated: (labels, separator) => labels.join(separator),
  "blanks around": (labels, separator) => ` ${labels.join(` ${separator} `)}\u00a0`,
  "separators at the end": (labels, separator) => labels.join(separator) + separator + separator,
  "separated in quotes": (labels, separator) => labels.map(repr).join(separator),
  "Python without quotes": (labels) => `[${labels.join(", ")}]`,
  "PostgreSQL": (labels) => `{${labels.join(",")}}`,
  "separated in brackets": (labels, separator) => `[${labels.join(separator)}]`,
  "a list in quotes": (labels) => `"[${labels.map((label) => `'${label}'`).join(", ")}]"`,
  "quotes of CSV left": (labels) => `[${labels.map((label) => `""${label}""`).join(", ")}]`,
};

const separator = fc.constantFrom("|", ";", ",", "/", " | ", "\t", "\n", "||");
const plainLabel = fc.stringMatching(/^[A-Za-zé][A-Za-zé_-]*(?: [A-Za-z]+)?(?: \([a-z]+\))?$/);
const anyLabel = fc.string({ minLength: 1, unit: "grapheme" })
  .filter((label) => label === label.trim());
const kept = (items: readonly string[]) => items.filter((item) => item !== "");

for (const [name, spell] of Object.entries(QUOTED)) {
  Deno.test(`parseLabelList() reads any labels back that stand as ${name}`, () => {
    fc.assert(
      fc.property(fc.array(anyLabel), separator, (labels, between) => {
        assertEquals(kept(parseLabelList(spell(labels, between), between)), labels);
      }),
      { seed: 5, numRuns: 300 },
    );
  });
}

for (const [name, spell] of Object.entries(PLAIN)) {
  Deno.test(`parseLabelList() reads plain labels back that stand as ${name}`, () => {
    fc.assert(
      fc.property(fc.array(plainLabel, { minLength: 1 }), separator, (labels, between) => {
        assertEquals(kept(parseLabelList(spell(labels, between), between)), labels);
      }),
      { seed: 6, numRuns: 300 },
    );
  });
}

for (
  const [cell, labels] of [
    ["", [""]],
    ["[]", []],
    ["()", []],
    ["set()", []],
    ["['']", [""]],
    ["[Mass, Edema]", ["Mass", "Edema"]],
    ["['a', \"pott's\"]", ["a", "pott's"]],
    ["['pott\\'s']", ["pott's"]],
    ["['pott''s']", ["pott's"]],
    ["Pott's disease|Mass", ["Pott's disease", "Mass"]],
    ["[Nodule (small, left), Mass]", ["Nodule (small, left)", "Mass"]],
    ["(left) mass|Edema", ["(left) mass", "Edema"]],
    ["“Mass”|“Edema”", ["Mass", "Edema"]],
    ["Mass|Edema|", ["Mass", "Edema"]],
    ["|Mass||Edema", ["", "Mass", "", "Edema"]],
    ["[None]", ["None"]],
  ] as const
) {
  Deno.test(`parseLabelList() reads ${cell}`, () => {
    assertEquals(parseLabelList(cell, "|"), [...labels]);
  });
}

for (
  const cell of [
    "['a', 'b",
    "['a', 'b'",
    "[a, b",
    "'a', 'b']",
    "a, b]",
    "{'a': 1, 'b': 0}",
    "['pott's disease']",
    "[['a'], ['b']]",
    "['a' 'b' ... 'c']",
    "[a, b, ...]",
    "('a', 'b'",
    '"Mass|Edema',
    '"Mass|Edema"',
    "['a''b', c'",
    "[a; 'b]",
    "{Mass: 1}",
  ]
) {
  Deno.test(`parseLabelList() throws SyntaxError for ${cell}`, () => {
    assertThrows(() => parseLabelList(cell, "|"), SyntaxError);
  });
}

Deno.test("parseLabelList() gives labels or a SyntaxError for any text", () => {
  const piece = fc.constantFrom(
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    "'",
    '"',
    ",",
    "|",
    " ",
    "\\",
    "a",
    "é",
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      try {
        const items = parseLabelList(pieces.join(""), "|");
        assertEquals(items.every((item) => item === item.trim()), true);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
      }
    }),
    { seed: 7, numRuns: 3000 },
  );
});
