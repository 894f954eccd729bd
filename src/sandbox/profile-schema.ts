import type { Json } from "./types.js";

/** One attribute of the user profile, as the schema endpoint shows it. */
export interface ProfileAttribute {
  readonly title: string;
  readonly type: "string" | "boolean" | "integer" | "number" | "array";
  readonly required?: boolean;
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly format?: "email" | "uri";
  readonly unique?: boolean;
  readonly enum?: readonly string[];
}

export interface ProfileSchema {
  readonly id: string;
  readonly typeId: string;
  readonly created: string;
  readonly base: Readonly<Record<string, ProfileAttribute>>;
  readonly custom: Readonly<Record<string, ProfileAttribute>>;
}

const text = (title: string, more: Partial<ProfileAttribute> = {}): ProfileAttribute => ({
  title,
  type: "string",
  ...more,
});

/** Okta's 31 base attributes with their documented limits. */
export const BASE_ATTRIBUTES: Readonly<Record<string, ProfileAttribute>> = {
  login: text("Username", { required: true, minLength: 5, maxLength: 100, unique: true }),
  firstName: text("First name", { required: true, minLength: 1, maxLength: 50 }),
  lastName: text("Last name", { required: true, minLength: 1, maxLength: 50 }),
  middleName: text("Middle name"),
  honorificPrefix: text("Honorific prefix"),
  honorificSuffix: text("Honorific suffix"),
  email: text("Primary email", { required: true, minLength: 5, maxLength: 100, format: "email" }),
  title: text("Title"),
  displayName: text("Display name"),
  nickName: text("Nickname"),
  profileUrl: text("Profile Url", { format: "uri" }),
  secondEmail: text("Secondary email", { maxLength: 100, format: "email" }),
  mobilePhone: text("Mobile phone", { maxLength: 100 }),
  primaryPhone: text("Primary phone", { maxLength: 100 }),
  streetAddress: text("Street address", { maxLength: 1024 }),
  city: text("City", { maxLength: 128 }),
  state: text("State", { maxLength: 128 }),
  zipCode: text("Zip code", { maxLength: 50 }),
  countryCode: text("Country code", { maxLength: 2 }),
  postalAddress: text("Postal Address", { maxLength: 4096 }),
  preferredLanguage: text("Preferred language"),
  locale: text("Locale"),
  timezone: text("Time zone"),
  userType: text("User type"),
  employeeNumber: text("Employee number"),
  costCenter: text("Cost center"),
  organization: text("Organization"),
  division: text("Division"),
  department: text("Department"),
  managerId: text("ManagerId"),
  manager: text("Manager"),
};

/** What this org added to the profile. */
export const CUSTOM_ATTRIBUTES: Readonly<Record<string, ProfileAttribute>> = {
  badgeNumber: text("Badge number", { maxLength: 20, unique: true }),
  startDate: text("Start date"),
  officeFloor: { title: "Office floor", type: "integer" },
  remoteWorker: { title: "Works remotely", type: "boolean" },
  skills: { title: "Skills", type: "array" },
  shirtSize: text("Shirt size", { enum: ["S", "M", "L", "XL"] }),
};

export function attribute(schema: ProfileSchema, name: string): ProfileAttribute | undefined {
  if (Object.hasOwn(schema.base, name)) return schema.base[name];
  return Object.hasOwn(schema.custom, name) ? schema.custom[name] : undefined;
}

/** The document of `GET /api/v1/meta/schemas/user/{schemaId}`. */
export function renderProfileSchema(schema: ProfileSchema, base: string): Json {
  const url = `${base}/api/v1/meta/schemas/user/${schema.id}`;
  return {
    id: url,
    $schema: "http://json-schema.org/draft-04/schema#",
    name: "user",
    title: "User",
    type: "object",
    created: schema.created,
    lastUpdated: schema.created,
    definitions: {
      base: definition("#base", schema.base),
      custom: definition("#custom", schema.custom),
    },
    properties: { profile: { allOf: [{ $ref: "#/definitions/custom" }, { $ref: "#/definitions/base" }] } },
    _links: { self: { rel: "self", href: url, method: "GET" } },
  };
}

function definition(id: string, attributes: Readonly<Record<string, ProfileAttribute>>): Json {
  const properties: Json = {};
  for (const [name, { required, enum: values, unique, ...facts }] of Object.entries(attributes)) {
    properties[name] = {
      ...facts,
      ...(required ? { required: true } : {}),
      ...(unique && id === "#custom" ? { unique: true } : {}),
      ...(values ? { enum: values, oneOf: values.map((value) => ({ const: value, title: value })) } : {}),
      mutability: "READ_WRITE",
      scope: "NONE",
      permissions: [{ principal: "SELF", action: name === "login" ? "READ_ONLY" : "READ_WRITE" }],
      master: { type: "PROFILE_MASTER" },
    };
  }
  const required = Object.keys(attributes).filter((name) => attributes[name]?.required === true);
  return { id, type: "object", properties, required };
}
