/**
 * The language of the page: the reader's browser's, or the one that was chosen last.
 *
 * @module
 */
import { change, current, type State } from "./state.ts";
import { en, type Texts } from "./texts/en.ts";
import { zh } from "./texts/zh.ts";

/** A language that the page speaks. */
type Language = State["language"];

const TEXTS: Readonly<Record<Language, Texts>> = { en, zh };
const KEY = "cohash-language";

/** What the page says, in the language that is chosen. */
export function texts(): Texts {
  return TEXTS[current().language];
}

/** Takes up the language that was chosen last; at first the browser's, or English. */
export function restoreLanguage(): void {
  apply(languageOf([localStorage.getItem(KEY) ?? "", ...navigator.languages]));
}

/** Changes to the other language and remembers it. */
export function toggleLanguage(): void {
  const language = current().language === "en" ? "zh" : "en";
  localStorage.setItem(KEY, language);
  apply(language);
}

/** The first of some language tags, such as `zh-CN`, that the page speaks; else English. */
function languageOf(tags: readonly string[]): Language {
  for (const tag of tags) {
    const language = tag.split("-")[0]!.toLowerCase();
    if (language === "en" || language === "zh") return language;
  }
  return "en";
}

function apply(language: Language): void {
  document.documentElement.lang = TEXTS[language].language;
  document.title = TEXTS[language].title;
  change({ language, announcement: "" });
}
