/**
 * From text such as `view=PA AND (Effusion OR age>=65)` to a filter.
 *
 * ```text
 * filter    = and { "OR" and }
 * and       = not { "AND" not }
 * not       = "NOT" not | "(" filter ")" | condition
 * condition = finding [("=" | "!=") "unknown"]
 *           | ("patient" | "sex" | "view") ("=" | "!=") value
 *           | "age" ("=" | "!=") (years | [years] ".." [years])
 *           | "age" (">=" | "<=" | ">" | "<") years
 *           | "date" ("=" | "!=") (days | [days] ".." [days])
 *           | "date" (">=" | "<=" | ">" | "<") days
 * days      = year | year "-" month | year "-" month "-" day
 * ```
 *
 * Words are read whatever their case. Names with other characters stand in quotes, "…" or '…', in
 * which the quote itself is written twice.
 *
 * @module
 */
import { parseSex, parseView } from "../../data/labels/strata.ts";
import { didYouMean, type InputError } from "../../base/errors.ts";
import type { Filter } from "./filter.ts";
import { ageFilter, dateFilter } from "./filter_ranges.ts";
import { filterError, KEYWORDS, type Token, tokenise, UNKNOWN } from "./filter_tokens.ts";

/** The properties that conditions name. */
const FIELDS = ["view", "sex", "age", "date", "patient"];

/** The properties with an order, which operators other than = and != may stand behind. */
const RANGES: Readonly<Record<string, typeof ageFilter>> = { age: ageFilter, date: dateFilter };

/** What fits the cases that are known to have none of the findings, as it is compared. */
const NO_FINDING = "no finding";

/** NOTs and brackets within each other; far more than people write, far less than a stack holds. */
const GREATEST_DEPTH = 100;

/** The dearest 100 take 0.1 s over 112,120 cases (`deno task bench filters`). */
const MOST_CONDITIONS = 100;

/**
 * The filter that a text describes: findings, `view=PA`, `sex=F`, `age>=40`, `age=40..60`,
 * `date=2015..2016`, `patient!=123`, combined with AND, OR, NOT and brackets. NOT binds most closely, then AND.
 *
 * Findings are found whatever their case, with underscores or spaces; `No Finding` fits the cases
 * that are known to have none of them. Findings, `sex`, `view`, `age` and `date` can be `unknown`; see
 * `fits` for what NOT, AND and OR make of findings that are.
 *
 * @param labelNames The names of the findings
 * @throws {InputError} if the text is no filter or has more than 100 conditions, showing the place and
 * what was expected there
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseFilter } from "./filter_parser.ts";
 *
 * assertEquals(parseFilter("pleural thickening and sex=F", ["Mass", "Pleural_Thickening"]), {
 *   kind: "and",
 *   parts: [{ kind: "label", label: "Pleural_Thickening" }, { kind: "sex", sex: "F" }],
 * });
 * ```
 */
export function parseFilter(text: string, labelNames: readonly string[]): Filter {
  return new Parser(text, labelNames).parse();
}

class Parser {
  readonly #text: string;
  readonly #labelNames: readonly string[];
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;
  #conditions = 0;

  constructor(text: string, labelNames: readonly string[]) {
    this.#text = text;
    this.#labelNames = labelNames;
    this.#tokens = tokenise(text);
  }

  parse(): Filter {
    const filter = this.#combined("OR");
    const rest = this.#peek();
    if (rest.kind !== "end") {
      const hint = rest.text === ")" ? "; no bracket is open here" : "";
      throw this.#error(rest, `expected AND, OR or the end${hint}`);
    }
    return filter;
  }

  /** Parts joined by the keyword; a single part stands for itself. */
  #combined(keyword: "AND" | "OR"): Filter {
    const part = () => keyword === "OR" ? this.#combined("AND") : this.#not();
    const parts = [part()];
    while (this.#take(keyword)) parts.push(part());
    return parts.length === 1 ? parts[0]! : { kind: keyword === "OR" ? "or" : "and", parts };
  }

  #not(): Filter {
    const opening = this.#peek();
    if (this.#depth === GREATEST_DEPTH) {
      throw this.#error(opening, `expected at most ${GREATEST_DEPTH} NOTs and brackets in a row`);
    }
    this.#depth++;
    const filter = this.#take("NOT")
      ? { kind: "not" as const, part: this.#not() }
      : this.#take("(")
      ? this.#bracketed(opening)
      : this.#condition();
    this.#depth--;
    return filter;
  }

  #bracketed(opening: Token): Filter {
    const filter = this.#combined("OR");
    if (!this.#take(")")) {
      const where = `the bracket opened at character ${opening.at + 1}`;
      throw this.#error(this.#peek(), `expected AND, OR or ")" for ${where}`);
    }
    return filter;
  }

  #condition(): Filter {
    const token = this.#peek();
    if (token.kind !== "quoted" && (token.kind !== "word" || isKeyword(token))) {
      throw this.#error(
        token,
        "expected a finding, view, sex, age, date, patient, NOT or a bracket",
      );
    }
    if (this.#conditions++ === MOST_CONDITIONS) {
      throw this.#error(token, `expected at most ${MOST_CONDITIONS} conditions`);
    }
    this.#advance();
    if (this.#isNext("operator") && isField(token)) return this.#comparison(token);
    let name = token.text;
    while (token.kind === "word" && this.#continuesName(name)) name += ` ${this.#advance().text}`;
    return this.#isNext("operator") ? this.#knowledge(token, name) : this.#finding(token, name);
  }

  /** Whether the next word belongs to the finding's name, and starts no condition of its own. */
  #continuesName(name: string): boolean {
    const token = this.#peek();
    if (token.kind !== "word" || isKeyword(token)) return false;
    const isBeforeOperator = this.#tokens[this.#next + 1]?.kind === "operator";
    return !isBeforeOperator || this.#isFinding(`${name} ${token.text}`);
  }

  /** The condition that it is unknown whether a finding is present, or that it is known. */
  #knowledge(token: Token, name: string): Filter {
    const operator = this.#advance();
    if (!this.#isFinding(name)) {
      const hint = didYouMean(name, [...FIELDS, ...this.#labelNames]);
      throw this.#error(
        token,
        `expected ${FIELDS.join(", ")} before "${operator.text}"${hint}; a finding stands alone, ` +
          `or before =${UNKNOWN}`,
      );
    }
    const part = this.#finding(token, name);
    const isNegated = this.#isNegated(operator, name);
    const value = this.#peek();
    if (value.kind !== "word" || value.text.toLowerCase() !== UNKNOWN) {
      throw this.#error(
        value,
        `expected ${UNKNOWN} after "${name}${operator.text}"; otherwise a finding stands alone: ` +
          `${name}, or NOT ${name}`,
      );
    }
    this.#advance();
    const filter: Filter = { kind: "unknown", part };
    return isNegated ? { kind: "not", part: filter } : filter;
  }

  #isFinding(name: string): boolean {
    return [...this.#labelNames, NO_FINDING].some((label) => normalise(label) === normalise(name));
  }

  /** Whether the operator is != and not =. */
  #isNegated(operator: Token, name: string): boolean {
    if (operator.text === "=" || operator.text === "!=") return operator.text === "!=";
    throw this.#error(operator, `expected = or != after ${name}`);
  }

  /** The condition that a finding is present. */
  #finding(token: Token, name: string): Filter {
    const names = this.#labelNames;
    const alike = names.filter((label) => normalise(label) === normalise(name));
    const label = names.includes(name) ? name : alike[0];
    if (label !== undefined && (label === name || alike.length === 1)) {
      return { kind: "label", label };
    }
    if (alike.length > 1) {
      throw this.#error(token, `expected one of ${alike.map((label) => `"${label}"`).join(", ")}`);
    }
    if (normalise(name) === NO_FINDING) return { kind: "not", part: anyOf(names) };
    const hint = didYouMean(name, [...names, ...FIELDS.map((field) => `${field}=`)]);
    const reason = `"${name}" is no finding here${hint}; findings: ${names.join(", ")}`;
    throw this.#error(token, reason);
  }

  #comparison(field: Token): Filter {
    const operator = this.#advance();
    const name = field.text.toLowerCase();
    const range = RANGES[name];
    if (range === undefined) this.#isNegated(operator, name);
    const value = this.#peek();
    if (value.kind !== "quoted" && (value.kind !== "word" || isKeyword(value))) {
      throw this.#error(value, `expected a value after "${field.text}${operator.text}"`);
    }
    this.#advance();
    const filter = range === undefined ? this.#property(name, value) : range({
      operator: operator.text === "!=" ? "=" : operator.text,
      value: value.text,
      fail: (reason) => {
        throw this.#error(value, reason);
      },
    });
    return operator.text === "!=" ? { kind: "not", part: filter } : filter;
  }

  #property(field: string, value: Token): Filter {
    if (field === "patient") return { kind: "patient", patient: value.text };
    const parse = field === "sex" ? parseSex : parseView;
    const known = parse(value.text);
    if (known === "" && value.text.toLowerCase() !== UNKNOWN) {
      const expected = field === "sex" ? "F, M" : "PA, AP, LATERAL";
      throw this.#error(value, `expected ${expected} or ${UNKNOWN}`);
    }
    return field === "sex" ? { kind: "sex", sex: known } : { kind: "view", view: known };
  }

  #peek(): Token {
    return this.#tokens[this.#next]!;
  }

  #isNext(kind: Token["kind"]): boolean {
    return this.#peek().kind === kind;
  }

  #advance(): Token {
    return this.#tokens[this.#next++]!;
  }

  /** Goes past the keyword or bracket if it comes next, and says whether it did. */
  #take(text: string): boolean {
    const token = this.#peek();
    const found = token.kind !== "quoted" && token.text.toUpperCase() === text;
    if (found) this.#next++;
    return found;
  }

  /** The mistake in words, at the token's place. */
  #error(token: Token, reason: string): InputError {
    return filterError(this.#text, token.at, reason);
  }
}

/** Whether a word names a property; in quotes it names a finding. */
function isField({ kind, text }: Token): boolean {
  return kind === "word" && FIELDS.includes(text.toLowerCase());
}

function isKeyword(token: Token): boolean {
  return KEYWORDS.includes(token.text.toUpperCase());
}

/** A finding's name as it is compared: case, underscores and runs of spaces make no difference. */
function normalise(name: string): string {
  return name.toLowerCase().replace(/[\s_]+/g, " ").trim();
}

/** The condition that at least one of the findings is present. */
function anyOf(labels: readonly string[]): Filter {
  const parts = labels.map((label): Filter => ({ kind: "label", label }));
  return parts.length === 1 ? parts[0]! : { kind: "or", parts };
}
