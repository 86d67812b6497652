/**
 * The API's description as an OpenAPI 3.1 document, made of the routes and of the schemas that check
 * their requests.
 *
 * @module
 */
import { OpenAPIHono } from "@hono/zod-openapi";
import { VERSION } from "../run/environment.ts";
import { ROUTES } from "./routes.ts";

/** The document. */
export function openApiDocument(): ReturnType<OpenAPIHono["getOpenAPI31Document"]> {
  const app = new OpenAPIHono();
  const { openAPIRegistry: registry } = app;
  for (const route of Object.values(ROUTES)) registry.registerPath(route);
  registry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer" });
  registry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "cohash_session",
  });
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "cohash viewer",
      version: VERSION,
      description: "Finds chest X-rays like a film. For research only, not for diagnosis.",
      license: { name: "MIT" },
    },
    servers: [{ url: "/" }],
    security: [{ bearer: [] }, { session: [] }, {}],
  });
}
