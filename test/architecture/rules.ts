import type { Import, Source } from "./source.js";

/** A rule of the house: what a file does against it, one text for each offence. */
export type Rule = (source: Source) => string[];

const TYPES = "generated/openapi-types.ts";

/** From the ground up: a file imports from its own layer and those below. */
const LAYERS: readonly RegExp[] = [
  // The redaction table is plain data, for the lowest layers to read.
  /^generated\/secrets\.ts$/,
  /^src\/(?:errors|answer-errors|visible-text|presentable|nearest|failure-name|durable-names|make-directory|line-file|config)\.ts$|^src\/(?:config|presentable)\//,
  /^src\/log\//,
  /^src\/auth\//,
  /^src\/http\//,
  /^src\/audit\//,
  /^src\/tool\//,
  /^generated\//,
  /^src\/tools\//,
  /^src\/mcp\//,
  /^src\/cli\//,
];

/** Packages that stay in certain folders. */
const HOMES: Readonly<Record<string, RegExp>> = {
  pino: /^src\/log\//,
  jose: /^src\/(?:auth|sandbox)\//,
  undici: /^src\/http\//,
  "openapi-fetch": /^src\/http\//,
  "@modelcontextprotocol/sdk": /^src\/mcp\//,
};

export const RULES = {
  "src and generated import downward only": judged(
    /^(?:src|generated)\//,
    ({ path }, { target, typeOnly }) => {
      if (!/^(?:src|generated)\//.test(target) || isSandbox(path) || isSandbox(target)) return undefined;
      if (target === TYPES && typeOnly) return undefined;
      // Generated code is typed by what runs it, two layers below.
      const [from, to] = [layer(path), layer(target)];
      if (from < 0) return "has no place among the layers";
      return to < 0 || to > from ? `imports ${target}, which is above it` : undefined;
    },
  ),

  "src imports nothing of codegen, specs and test": judged(/^src\//, (_, { target }) =>
    /^(?:codegen|specs|test)\//.test(target) ? `imports ${target}` : undefined,
  ),

  "codegen imports nothing of src, generated and test": judged(/^codegen\//, (_, { target }) =>
    /^(?:src|generated|test)\//.test(target) ? `imports ${target}` : undefined,
  ),

  "generated needs only Zod and itself at run time, and types of src/tool and src/http": judged(
    /^generated\//,
    (_, { target, typeOnly }) => {
      if (target === "zod" || target.startsWith("generated/")) return undefined;
      if (typeOnly && /^src\/(?:tool|http)\//.test(target)) return undefined;
      return `imports ${target}${typeOnly ? "" : " at run time"}`;
    },
  ),

  "auth imports no http": judged(/^src\/auth\//, (_, { target }) =>
    target.startsWith("src/http/") ? `imports ${target}` : undefined,
  ),

  "packages stay at home": judged(/^(?:src|generated|codegen)\//, ({ path }, { target }) => {
    const home = Object.hasOwn(HOMES, target) ? HOMES[target] : undefined;
    return home && !home.test(path) ? `imports ${target}` : undefined;
  }),

  "the sandbox is reached over HTTP, and knows nothing of the server but types": judged(
    /^(?:src|generated)\//,
    ({ path }, { target, typeOnly }) => {
      if (isSandbox(path)) {
        const isAllowed =
          isSandbox(target) || (target === TYPES && typeOnly) || !/^(?:src|generated)\//.test(target);
        return isAllowed ? undefined : `imports ${target}`;
      }
      return isSandbox(target) && !path.startsWith("src/cli/") ? `imports ${target}` : undefined;
    },
  ),

  "no import is put together at run time": judged(/^(?:src|generated|codegen)\//, (_, { target }) =>
    target === "(computed)" ? "imports what no rule can judge" : undefined,
  ),

  "process.env is read in src/cli/main.ts alone": ({ path, process }) =>
    /^(?:src|generated|codegen)\//.test(path) && path !== "src/cli/main.ts"
      ? process
          .filter(({ member }) => isOneOf(member, "env"))
          .map(({ line }) => `${path}:${line}: reads process.env`)
      : [],

  "standard output belongs to src/cli and src/mcp": ({ path, process }) =>
    /^(?:src|generated)\//.test(path) && !/^src\/(?:cli|mcp)\//.test(path)
      ? process
          .filter(({ member }) => isOneOf(member, "stdout"))
          .map(({ line }) => `${path}:${line}: touches process.stdout`)
      : [],

  "no check is switched off": ({ path, text }) =>
    text
      .split("\n")
      .flatMap((line, index) => (SWITCHES.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
} as const satisfies Record<string, Rule>;

/** Written so that this line does not hold what it looks for. */
const SWITCHES = /biome[-]ignore|@ts[-](?:ignore|expect-error|nocheck)|eslint[-]disable/;

function judged(where: RegExp, fault: (source: Source, imported: Import) => string | undefined): Rule {
  return (source) =>
    where.test(source.path)
      ? source.imports.flatMap((imported) => {
          const text = fault(source, imported);
          return text === undefined ? [] : [`${source.path}:${imported.line}: ${text}`];
        })
      : [];
}

function layer(path: string): number {
  return LAYERS.findIndex((files) => files.test(path));
}

function isSandbox(path: string): boolean {
  return path.startsWith("src/sandbox/");
}

function isOneOf(member: string, wanted: string): boolean {
  return member === wanted || member === "*";
}
