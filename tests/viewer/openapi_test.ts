import { assert, assertEquals } from "@std/assert";
import { Validator } from "@seriousme/openapi-schema-validator";
import { openApiDocument } from "../../lib/viewer/openapi.ts";
import { ROUTES } from "../../lib/viewer/routes.ts";

Deno.test("openApiDocument() is a valid OpenAPI 3.1 document", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(openApiDocument())));
  assert(valid, JSON.stringify(errors));
  assertEquals(validator.version, "3.1");
});

Deno.test("openApiDocument() describes every endpoint, each under a name of its own", () => {
  const { paths } = JSON.parse(JSON.stringify(openApiDocument()));
  for (const [name, { method, path }] of Object.entries(ROUTES)) {
    assertEquals(paths[path][method].operationId, name);
  }
});

Deno.test("openApiDocument() says of numbers in the address that they are numbers, with their bounds", () => {
  const { paths } = JSON.parse(JSON.stringify(openApiDocument()));
  const { parameters } = paths["/api/search"].post;
  const named = (name: string) =>
    parameters.find((parameter: { readonly name: string }) => parameter.name === name);
  const [top, filter] = [named("top"), named("search-filter")];
  assertEquals([top.schema.type, top.schema.maximum, top.schema.default], ["integer", 200, 12]);
  assertEquals([filter.in, filter.schema.type, filter.required], ["header", "string", false]);
});

Deno.test("openApiDocument() lets no address hold an id, a filter or a name", () => {
  const { paths } = JSON.parse(JSON.stringify(openApiDocument()));
  const named = Object.values<Record<string, { parameters?: { name: string; in: string }[] }>>(
    paths,
  )
    .flatMap((path) => Object.values(path))
    .flatMap(({ parameters = [] }) => parameters)
    .filter((parameter) => parameter.in !== "header")
    .map(({ name }) => name);
  const harmless = ["labels", "missing", "radius", "size", "top", "wrong"];
  assertEquals([...new Set(named)].sort(), ["ask", "handle", ...harmless]);
});

Deno.test("openApiDocument() lets a search's own case be null and no other", () => {
  const { schemas } = JSON.parse(JSON.stringify(openApiDocument())).components;
  assertEquals(schemas.Case.type, "object");
  const reference = { $ref: "#/components/schemas/Case" };
  assertEquals(schemas.Hit.properties.case, reference);
  assertEquals(schemas.SearchAnswer.properties.query.properties.case.anyOf, [
    reference,
    { type: "null" },
  ]);
});
