/**
 * What the API takes and gives, as zod schemas: requests are checked by them, and the OpenAPI
 * document is made of them.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { RECORD_RATES, SHOWN_BY } from "../asking/recorded.ts";
import { ASKS } from "../search/ask.ts";
import { ROLES } from "./security/users.ts";

/** Bounds of what a search may be made of. */
const MOST_MARKED = 50;
const MOST_EMPHASIS = 100;
const MOST_FILMS = 16;

/** The most ids that are told of those that begin with a text. */
export const MOST_COMPLETIONS = 20;

const wholeNumber = z.int().min(0);
const role = z.enum(ROLES).describe("What they may do, each more than the one before");
const share = z.number().min(0).max(1);
const cosine = z.number().min(-1).max(1);

const code = z.string().regex(/^([0-9a-fA-F]{2})+$/)
  .describe("A packed code in hexadecimal digits");
const continuous = z.array(z.number().min(-1e6).max(1e6)).min(8).max(128)
  .describe("A continuous code, one number a bit");

const handle = z.string().max(2000)
  .describe("What stands for a case in addresses, so that its id is in no history and no log");

/** A case, without the place of its image. */
export const caseSchema = z.strictObject({
  id: z.string(),
  handle,
  patient: z.string(),
  labels: z.array(z.string()).describe("The findings that are present"),
  unknown: z.array(z.string())
    .describe("The findings of which it is not known; all others are absent"),
  sex: z.enum(["F", "M", ""]).describe("Empty where unknown"),
  age: z.number().nullable().describe("Years, null where unknown"),
  view: z.string().describe('"PA", "AP", "LATERAL", or empty where unknown'),
  date: z.string().describe('The day of its study, such as "2017-03-05"; empty where unknown'),
  visit: z.number().nullable().describe(
    "Which of the patient's visits it was taken at, growing with time; null where unknown",
  ),
  report: z.string().describe("The report of its study; empty where there is none"),
  hasImage: z.boolean().describe("Whether there is a film to show"),
}).openapi("Case");

/** A number in a query string. */
const asNumber = <T extends z.ZodType<number, number>>(schema: T) =>
  z.preprocess((text) => /^-?\d+(\.\d+)?$/.test(String(text)) ? Number(text) : text, schema);

const top = z.int().min(1).max(200);
const where = z.string().max(10_000)
  .describe(
    'A filter, such as "Effusion AND NOT Edema AND view=PA AND age=40..60", or "Mass=unknown"',
  );

const ask = z.enum(ASKS);
const askOption = ask.optional().describe(
  "How: by the query's code, by the target of its most probable finding, or by expected relevance; " +
    "default: by expected relevance where the collection knows how and no radius is given",
);

/** What a search may be told beside its query. */
const searchOptions = {
  ask: askOption,
  top: top.default(12).describe("The most cases to return"),
  radius: wholeNumber.optional()
    .describe("Only cases at most this many bits away; not by expected relevance"),
  where: where.optional(),
  samePatient: z.boolean().default(false)
    .describe("Whether other films of the query's own patient may be found"),
};

const shownBy = z.enum(SHOWN_BY);
const labelOptions = {
  labels: shownBy.optional().describe(
    "With expected relevance: cases are taken to show what their codes tell, what is recorded of " +
      "them, or what both say together; default: what their codes tell",
  ),
  missing: share.optional()
    .describe(`With labels by both: findings that records lack; default: ${RECORD_RATES.missing}`),
  wrong: share.optional().describe(
    `With labels by both: absent findings that records name; default: ${RECORD_RATES.wrong}`,
  ),
};

/** How a query that sends no film may be changed. */
const refinement = {
  like: z.array(handle).max(MOST_MARKED).default([])
    .describe("Cases that the query is drawn towards"),
  unlike: z.array(handle).max(MOST_MARKED).default([])
    .describe("Cases that the query is drawn away from"),
  emphasis: z.record(z.string(), z.number().min(0).max(MOST_EMPHASIS)).optional().describe(
    "With expected relevance: by how much the odds of findings are multiplied, 1 where nothing is " +
      "said",
  ),
};

const id = z.string().max(2000).describe("The id of a case of the collection");

/** Which case is meant, in a body. */
const caseChoiceSchema = z.union([z.strictObject({ id }), z.strictObject({ handle })]);

/** The code of a film, as an earlier answer gave it. */
const filmCode = {
  continuous,
  isFamiliar: z.boolean().optional()
    .describe("As the answer to its film said; a film that is not is warned of again"),
};

/** What stands in for a film: a case of the collection, or a code. */
const filmChoiceSchema = z.union([
  z.strictObject({ id }),
  z.strictObject({ handle }),
  z.strictObject({ code }),
  z.strictObject(filmCode),
]);

/** A search without a film, from what stands in for one. */
const search = <T extends z.ZodRawShape>(query: T) =>
  z.strictObject({ ...query, ...searchOptions, ...labelOptions, ...refinement });

/** The body of a search that sends no film. */
export const searchRequestSchema = z.union([
  search({ id }),
  search({ handle }),
  search({ code }),
  search(filmCode),
  search({
    findings: z.string().max(1000)
      .describe('Findings without a film, such as "Effusion AND Edema, not Pneumothorax"'),
  }),
  search({
    study: z.array(filmChoiceSchema).min(1).max(MOST_FILMS).describe(
      "Several films of one study, which ask with the mean of their codes at length 1",
    ),
  }),
]).openapi("SearchRequest");

/** Options in the address, for a search whose body is a film. */
export const filmSearchOptionsSchema = z.strictObject({
  ask: askOption,
  top: asNumber(top).default(12).describe("The most cases to return"),
  radius: asNumber(wholeNumber).optional()
    .describe("Only cases at most this many bits away; not by expected relevance"),
  labels: labelOptions.labels,
  missing: asNumber(share).optional(),
  wrong: asNumber(share).optional(),
});

/** Text in a header, percent-encoded as in addresses, since headers hold ASCII alone. */
const inHeader = (schema: z.ZodString) => z.preprocess(decoded, schema.optional()).optional();

function decoded(text: unknown): unknown {
  try {
    return typeof text === "string" ? decodeURIComponent(text) : text;
  } catch {
    return text;
  }
}

/** What messages call a film that is sent: in a header, since addresses end in logs. */
export const filmNameSchema = z.object({
  "film-name": inHeader(z.string().max(200))
    .describe("What messages call the film, percent-encoded"),
});

/** What else a search whose body is a film may be told, and no address may hold. */
export const filmSearchHeadersSchema = filmNameSchema.extend({
  "search-filter": inHeader(where).describe("A filter as in `where`, percent-encoded"),
});

/** How near a query lies to a finding's target. */
const findingCosineSchema = z.strictObject({
  label: z.string(),
  cosine,
  isNear: z.boolean().describe("Whether that is more than chance gives"),
});

/** How often a finding occurs. */
export const findingShareSchema = z.strictObject({
  label: z.string(),
  count: wholeNumber.describe("Cases found that have it"),
  known: wholeNumber.describe("Cases found of which it is known whether they have it"),
  share: share.describe("The share that has it, of the cases found of which it is known"),
  collectionShare: share.describe("The share of the whole collection, likewise"),
}).openapi("FindingShare");

/** A share of pairs of films, with its 95 % interval. */
const shareIntervalSchema = z.strictObject({ chance: share, low: share, high: share })
  .openapi("ShareInterval");

/** What a reader must be told before an answer is believed. */
const warningSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("strange").describe("The film is unlike those that the encoder learned from"),
    films: wholeNumber.nullable().describe(
      "How many those are; null where the encoder says nothing",
    ),
    falseAlarms: share.nullable()
      .describe("Of films like them, the share that is warned of by mistake; null likewise"),
  }),
  z.strictObject({
    kind: z.literal("flat").describe("Near cases share a finding no more often than any do"),
    nearest: shareIntervalSchema.describe("Of the nearest films of other patients"),
    any: shareIntervalSchema.describe("Of any two films"),
  }),
]).openapi("Warning");

/** A case that was found. */
export const hitSchema = z.strictObject({
  distance: wholeNumber
    .describe("Bits in which its code differs from the query's, or from the target that asked"),
  near: z.union([shareIntervalSchema, z.null()]).describe(
    "How often films at that distance share a finding; null where that was never measured, where a " +
      "chance is told, and of a film that is unlike those of the encoder",
  ),
  relevance: share.nullable().describe("Expected relevance; null unless asked by it"),
  chance: share.nullable()
    .describe("The chance to share a finding, as measured; null where that never was"),
  shared: z.array(z.string()).describe("Its findings that the query's case is known to have too"),
  case: caseSchema,
}).openapi("Hit");

/** What a search answers. */
export const searchAnswerSchema = z.strictObject({
  query: z.strictObject({
    code,
    continuous: continuous.describe("As the encoder gives it for a film; else the bits, −1 and 1"),
    isFamiliar: z.boolean().nullable()
      .describe("Whether its film is like those of the encoder; null where that is not known"),
    // Nullable itself, the schema would be so wherever it is referred to.
    case: z.union([caseSchema, z.null()])
      .describe("Null unless the query is a case of the collection"),
    notes: z.array(z.string()).describe("What is odd about the film that was sent"),
    findings: z.array(findingCosineSchema)
      .describe("The findings' targets, nearest first; none where the encoder has no targets"),
  }),
  ask: ask.describe("How the search asked"),
  target: z.strictObject({
    label: z.string(),
    probability: share.nullable()
      .describe("Among the findings; null of a film that is unlike those of the encoder"),
  }).nullable().describe("The finding whose target asked, the query's most probable one"),
  warnings: z.array(warningSchema).describe("What a reader must be told first"),
  hits: z.array(hitSchema).describe(
    "Nearest or most relevant first; those that tie by how well they agree with the query's " +
      "continuous code, and then as they were added",
  ),
  ties: z.strictObject({
    cases: wholeNumber.describe("Cases as good as the last one"),
    isMore: z.boolean().describe("Whether there are more than were counted"),
    shown: wholeNumber.describe("Those of them that are among the hits"),
  }).nullable().describe("Null where no case as good as the last one is left out"),
  suggested: z.array(z.strictObject({
    label: z.string(),
    probability: share.describe("That the query has it, as told by its nearest neighbours"),
    prevalence: share.describe("How often it occurs in the collection"),
  })).describe(
    "Findings that the nearest cases of other patients suggest, most probable first: those that they " +
      "tell better than how often they occur; none where that was never measured",
  ),
  summary: z.array(findingShareSchema).describe("The findings of the cases found"),
  milliseconds: z.number().min(0).describe("Time from the whole request to its answer"),
}).openapi("SearchAnswer");

/** What the collection holds. */
export const collectionSchema = z.strictObject({
  cases: wholeNumber,
  bits: wholeNumber.describe("Bits of a code"),
  model: z.string().describe("SHA-256 of the encoder"),
  asks: z.array(ask).describe("The ways in which it can be asked"),
  defined: z.array(z.string())
    .describe("Findings that can be searched for beside the collection's own"),
  findings: z.array(z.strictObject({
    label: z.string(),
    name: z.string(),
    count: wholeNumber.describe("Cases that have it"),
    unknown: wholeNumber.describe("Cases of which it is not known whether they have it"),
  })),
  views: z.array(z.string()).describe("The views that occur, empty for unknown"),
  sexes: z.array(z.string()).describe("The sexes that occur, empty for unknown"),
  ages: z.strictObject({ from: z.number(), to: z.number() }).nullable()
    .describe("The range of ages in years, null where none is known"),
  takesFilms: z.boolean().describe("Whether films can be searched for"),
  hidesIdentifiers: z.boolean()
    .describe("Whether ids, patients, dates and great ages are shown as numbers that tell nothing"),
  opensStudies: z.boolean().describe("Whether studies of an archive can be opened"),
  encodesInPage: z.boolean()
    .describe(
      "Whether the page can encode films itself, so that they stay on the reader's machine",
    ),
  user: z.strictObject({ name: z.string(), role }).describe("Who asks"),
  hasLogin: z.boolean().describe("Whether users log in, and can log out at /logout"),
  filmBytes: wholeNumber.describe("The largest film that is taken, in bytes"),
}).openapi("Collection");

/** How a page of cases is asked for. */
export const browseSchema = z.strictObject({
  from: wholeNumber.default(0).describe("Cases to leave out at the start"),
  top: top.default(24).describe("The most cases to return"),
  where: where.optional(),
}).openapi("BrowseRequest");

/** A page of cases. */
export const casePageSchema = z.strictObject({
  total: wholeNumber.describe("Cases that fit"),
  cases: z.array(caseSchema),
}).openapi("CasePage");

/** A case that was sought. */
export const foundCaseSchema = z.strictObject({ case: caseSchema }).openapi("FoundCase");

/** The beginning of an id, to be completed. */
export const completeRequestSchema = z.strictObject({
  start: z.string().min(1).max(200).describe("What ids begin with, letters in the same case"),
}).openapi("CompleteRequest");

/** Ids that begin so. */
export const completionsSchema = z.strictObject({
  ids: z.array(z.string()).max(MOST_COMPLETIONS)
    .describe(`The first ${MOST_COMPLETIONS}; none where ids are hidden`),
}).openapi("Completions");

/** A case with its code. */
export const storedCaseSchema = z.strictObject({ case: caseSchema, code })
  .openapi("StoredCase");

/** Which case is meant, in an address. */
export const caseHandleSchema = z.strictObject({ handle });

/** Which case is sought, by the id that people know. */
export const findCaseSchema = z.strictObject({ id }).openapi("FindCaseRequest");

/** How large a picture is wanted. */
export const pictureSchema = z.strictObject({
  size: asNumber(z.int().min(16).max(4096)).default(1024)
    .describe("The most pixels of its longer side"),
});

/** A match to explain. */
export const explainRequestSchema = z.strictObject({
  query: filmChoiceSchema,
  case: handle.describe("The handle of the case that was found"),
}).openapi("ExplainRequest");

/** Why a case was found. */
export const explanationSchema = z.strictObject({
  agrees: z.array(z.boolean()).describe("Bit by bit whether the codes agree"),
  findings: z.array(z.strictObject({
    label: z.string(),
    queryCosine: cosine.describe("Cosine of the query with the finding's target"),
    isNear: z.boolean().describe("Whether that is more than chance gives"),
    caseCosine: cosine.describe("Cosine of the case with the finding's target"),
    agreeing: wholeNumber.describe("Bits in which both have the target's bit"),
    disagreeing: wholeNumber.describe(
      "Bits in which the query has the target's bit and the case has not",
    ),
    share: share.describe("Share of the agreement that is put down to the finding"),
    disagreeingShare: share.describe("Share of the disagreement that is put down to the finding"),
  })),
  nearFrom: z.number().min(0)
    .describe("The cosine with a target that one code in twenty reaches by chance"),
}).openapi("Explanation");

/** The film of a case, to see which region moves its code. */
export const occlusionRequestSchema = caseChoiceSchema.openapi("OcclusionRequest");

/** Which region moves the code. */
export const occlusionSchema = z.strictObject({
  size: wholeNumber.describe("Rows and columns of the grid"),
  values: z.array(share)
    .describe("Row by row: how far the code turns when the cell is covered, over the greatest"),
  fit: z.enum(["squash", "crop", "pad"])
    .describe("The grid covers the whole film, its middle square, or the square around it"),
  greatest: z.number().min(0).max(2).describe("The greatest turn, as 1 − cosine"),
}).openapi("Occlusion");

/** Who is logged in. */
export const sessionsSchema = z.strictObject({
  users: z.array(z.strictObject({
    name: z.string(),
    role,
    sessions: wholeNumber,
    idleSeconds: wholeNumber.describe("Seconds since the last request"),
  })),
}).openapi("Sessions");

/** Whose logins are to end. */
export const revokeRequestSchema = z.strictObject({ user: z.string().min(1).max(1000) })
  .openapi("RevokeRequest");

/** How many logins have ended. */
export const revokedSchema = z.strictObject({ ended: wholeNumber }).openapi("Revoked");

/** Whether the viewer is well. */
export const healthSchema = z.strictObject({ status: z.literal("ok") }).openapi("Health");

/** What went wrong. */
export const errorSchema = z.strictObject({
  error: z.string().describe("What went wrong and what to do"),
}).openapi("Error");

/** Which case is meant. */
export type CaseChoice = z.output<typeof caseChoiceSchema>;
/** A case, as the API gives it. */
export type CaseAnswer = z.output<typeof caseSchema>;
/** How often a finding occurs, as the API gives it. */
export type FindingShare = z.output<typeof findingShareSchema>;
/** A case that was found, as the API gives it. */
export type HitAnswer = z.output<typeof hitSchema>;
/** How a search asks. */
export type { Ask } from "../search/ask.ts";
/** What a search answers. */
export type SearchAnswer = z.output<typeof searchAnswerSchema>;
/** What stands in for a film. */
export type FilmChoice = z.output<typeof filmChoiceSchema>;
/** The body of a search that sends no film. */
export type SearchRequest = z.output<typeof searchRequestSchema>;
/** The same, as it is sent. */
export type SearchRequestBody = z.input<typeof searchRequestSchema>;
/** What the collection holds. */
export type Collection = z.output<typeof collectionSchema>;
/** A page of cases. */
export type CasePage = z.output<typeof casePageSchema>;
/** A case that was sought, as the API gives it. */
export type FoundCaseAnswer = z.output<typeof foundCaseSchema>;
/** Who is logged in, as the API gives it. */
export type SessionsAnswer = z.output<typeof sessionsSchema>;
/** A case with its code, as the API gives it. */
export type StoredCaseAnswer = z.output<typeof storedCaseSchema>;
/** A match to explain. */
export type ExplainRequest = z.output<typeof explainRequestSchema>;
/** Why a case was found, as the API gives it. */
export type ExplanationAnswer = z.output<typeof explanationSchema>;
/** Which region moves the code, as the API gives it. */
export type OcclusionAnswer = z.output<typeof occlusionSchema>;
