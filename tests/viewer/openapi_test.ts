import { assert, assertEquals } from "@std/assert";
import { Validator } from "@seriousme/openapi-schema-validator";
import { ENDPOINTS } from "../../lib/viewer/endpoints.ts";
import { openApiDocument } from "../../lib/viewer/openapi.ts";

Deno.test("openApiDocument() is a valid OpenAPI 3.1 document", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(openApiDocument())));
  assert(valid, JSON.stringify(errors));
  assertEquals(validator.version, "3.1");
});

Deno.test("openApiDocument() describes every endpoint, each under a name of its own", () => {
  const { paths } = JSON.parse(JSON.stringify(openApiDocument()));
  for (const [name, { method, path }] of Object.entries(ENDPOINTS)) {
    assertEquals(paths[path][method].operationId, name);
  }
});
