/**
 * The API's description as an OpenAPI 3.1 document, made of the schemas that check its requests.
 *
 * @module
 */
import { z } from "zod";
import { VERSION } from "../run/environment.ts";
import { type Endpoint, ENDPOINTS } from "./endpoints.ts";
import { answers, errorSchema, requests } from "./schemas.ts";

type Json = Readonly<Record<string, unknown>>;

/** What statuses that are no success mean. */
const PROBLEMS: Readonly<Record<number, string>> = {
  400: "The request does not fit its description",
  401: "The token is missing or wrong",
  403: "The request comes from another web page",
  404: "There is no such case, or no film of it",
  413: "The body is too large",
  415: "The body is no PNG, JPEG or DICOM file",
  421: "The host named is not the viewer's",
  422: "The film cannot be read, or not in time",
  429: "Too many wrong tokens",
  500: "Something went wrong in the viewer; its operator is told what",
  503: "Too much is asked at once; Retry-After says when to try again",
};

/** Problems that any request can have. */
const ANY_PROBLEMS = [400, 401, 403, 421, 429, 500, 503];

const FILM_TYPES = ["image/png", "image/jpeg", "application/dicom", "application/octet-stream"];

/** The document. */
export function openApiDocument(): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, endpoint] of Object.entries<Endpoint>(ENDPOINTS)) {
    paths[endpoint.path] ??= {};
    paths[endpoint.path]![endpoint.method] = operation(name, endpoint);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "cohash viewer",
      version: VERSION,
      description: "Finds chest X-rays like a film. For research only, not for diagnosis.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    security: [{ bearer: [] }, { session: [] }, {}],
    paths,
    components: {
      schemas: namedSchemas(),
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        session: { type: "apiKey", in: "cookie", name: "cohash_session" },
      },
    },
  };
}

function operation(name: string, endpoint: Endpoint): Json {
  const { summary, query, body, takesFilm, answer, problems } = endpoint;
  const parameters = [...pathParameters(endpoint.path), ...queryParameters(query)];
  const content = {
    ...(body ? { "application/json": { schema: schemaOf(body) } } : {}),
    ...(takesFilm ? Object.fromEntries(FILM_TYPES.map((type) => [type, {}])) : {}),
  };
  const error = { "application/json": { schema: schemaOf(errorSchema) } };
  const statuses = [...ANY_PROBLEMS, ...problems].sort((a, b) => a - b);
  return {
    operationId: name,
    summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body || takesFilm ? { requestBody: { required: true, content } } : {}),
    responses: {
      200: "media" in answer ? { description: answer.text, content: { [answer.media]: {} } } : {
        description: "The answer",
        content: { "application/json": { schema: schemaOf(answer) } },
      },
      ...Object.fromEntries(
        statuses.map((status) => [status, { description: PROBLEMS[status], content: error }]),
      ),
    },
  };
}

function pathParameters(path: string): Json[] {
  return Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParameters(query: z.ZodObject | undefined): Json[] {
  if (query === undefined) return [];
  // The form in which parameters are sent is text; what it stands for is the schema's output.
  const { properties = {} } = z.toJSONSchema(query, { io: "output" });
  return Object.entries(properties).map(([name, schema]) => {
    const { description, ...rest } = Object(schema);
    return { name, in: "query", required: false, description: description ?? "", schema: rest };
  });
}

/** The named schemas, as clients see them: requests as they are sent, answers as they come. */
function namedSchemas(): Json {
  const uri = (id: string) => `#/components/schemas/${id}`;
  const sent = z.toJSONSchema(requests, { io: "input", uri }).schemas;
  const received = z.toJSONSchema(answers, { io: "output", uri }).schemas;
  return Object.fromEntries(
    Object.entries({ ...sent, ...received })
      .map(([id, { $id: _, $schema: __, ...schema }]) => [id, schema]),
  );
}

/** A reference to a named schema, or the schema itself. */
function schemaOf(schema: z.ZodType): Json {
  const id = (requests.get(schema) ?? answers.get(schema))?.id;
  if (id !== undefined) return { $ref: `#/components/schemas/${id}` };
  const { $schema: _, ...own } = z.toJSONSchema(schema);
  return own;
}
