import { z } from "zod";

/** What an MCP bundle's manifest may hold: modelcontextprotocol/mcpb, MANIFEST.md and schemas, version 0.3. */
export const BundleManifest = z.strictObject({
  manifest_version: z.literal("0.3"),
  name: z.string().min(1),
  display_name: z.string().optional(),
  version: z.string(),
  description: z.string().min(1),
  author: z.strictObject({ name: z.string(), email: z.email().optional(), url: z.url().optional() }),
  license: z.string().optional(),
  keywords: z.array(z.string()).optional(),
  server: z.strictObject({
    type: z.enum(["node", "python", "binary"]),
    entry_point: z.string(),
    mcp_config: z.strictObject({
      command: z.string(),
      args: z.array(z.string()).optional(),
      env: z.record(z.string(), z.string()).optional(),
    }),
  }),
  tools_generated: z.boolean().optional(),
  prompts_generated: z.boolean().optional(),
  compatibility: z
    .strictObject({
      platforms: z.array(z.enum(["darwin", "win32", "linux"])).optional(),
      runtimes: z.strictObject({ node: z.string().optional() }).optional(),
    })
    .optional(),
  user_config: z
    .record(
      z.string(),
      z.strictObject({
        type: z.enum(["string", "number", "boolean", "directory", "file"]),
        title: z.string(),
        description: z.string(),
        required: z.boolean().optional(),
        default: z.union([z.string(), z.number(), z.boolean()]).optional(),
        sensitive: z.boolean().optional(),
      }),
    )
    .optional(),
});

const Input = z.strictObject({
  name: z.string(),
  description: z.string().optional(),
  isRequired: z.boolean().optional(),
  isSecret: z.boolean().optional(),
  format: z.enum(["string", "number", "boolean", "filepath"]).optional(),
  default: z.string().optional(),
  placeholder: z.string().optional(),
  choices: z.array(z.string()).optional(),
});

/** What the MCP registry takes: modelcontextprotocol/registry, server.schema.json of 2025-12-11, as far as we use it. */
export const ServerJson = z.strictObject({
  $schema: z.literal("https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json"),
  name: z
    .string()
    .min(3)
    .max(200)
    .regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/),
  title: z.string().min(1).max(100).optional(),
  description: z.string().min(1).max(100),
  version: z.string().max(255),
  packages: z.array(
    z.strictObject({
      registryType: z.enum(["npm", "pypi", "cargo", "oci", "nuget", "mcpb"]),
      identifier: z.string(),
      version: z.string().min(1).max(255),
      runtimeHint: z.string().optional(),
      transport: z.strictObject({ type: z.literal("stdio") }),
      environmentVariables: z.array(Input).optional(),
    }),
  ),
});
