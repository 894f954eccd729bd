import { notFound } from "../errors.js";
import { renderProfileSchema } from "../profile-schema.js";
import { type Answer, type Call, ok, type Route } from "../router.js";

export const schemaRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/api/v1/meta/schemas/user/{schemaId}",
    scope: "okta.schemas.read",
    body: "none",
    handle: getUserSchema,
  },
];

/** The org has one user type, so one schema, known as `default` and by its id. */
function getUserSchema(call: Call): Answer {
  const id = call.param("schemaId");
  const schema = call.org.profileSchema;
  if (id !== "default" && id !== schema.id) throw notFound(id, "UserSchema");
  return ok(renderProfileSchema(schema, call.base));
}
