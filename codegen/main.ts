import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { allowlist } from "./allowlist/index.js";
import { wantedOperations } from "./allowlist/wanted.js";
import { refresh } from "./contract/refresh.js";
import { type DriftOptions, drift } from "./drift/command.js";
import { CodegenError } from "./problems.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const print = (text: string) => process.stdout.write(`${text}\n`);

const program = new Command("codegen").description(
  "From Okta's OpenAPI document to contract, types and tools",
);

program
  .command("generate", { isDefault: true })
  .description("write generated/ and the README's tool table")
  .option("--check", "write nothing; fail and name the files when they are not what codegen would write")
  .action(async ({ check }: { check?: boolean }) => {
    // The TypeScript compiler comes with it, which the other commands do without.
    const { staleFiles, writeGenerated } = await import("./output.js");
    const files = await (check ? staleFiles(root) : writeGenerated(root));
    for (const file of files) print(check ? `stale: ${file}` : `wrote ${file}`);
    if (files.length === 0) print("generated/ and README.md are up to date");
    else if (check)
      throw new CodegenError([`${files.length} stale: run npm run codegen, and never edit generated/`]);
  });

program
  .command("refresh <source>")
  .description("renew specs/ from a release of Okta's document: a file or a URL")
  .action(async (source: string) => {
    const wanted = wantedOperations(allowlist);
    const facts = await refresh({
      source,
      wanted,
      directory: fileURLToPath(new URL("../specs", import.meta.url)),
    });
    print(JSON.stringify(facts.source, null, 2));
  });

program
  .command("drift [source]")
  .description(
    "compare our contract with another release of Okta's document, a file or a URL (default: the current one); " +
      "exit code 0 nothing changed for our tools, 1 it breaks them, 2 compatible, 3 could not compare",
  )
  .option("--json", "everything found, for programs")
  .option("--markdown", "for the text of a pull request")
  .option("--apply", "adopt it in a copy of the project, and show what would follow")
  .option("--write", "adopt it in the project itself")
  .action(
    async (
      source: string | undefined,
      flags: Pick<DriftOptions, "json" | "markdown" | "apply" | "write">,
    ) => {
      const { text, exitCode } = await drift({
        root,
        allowlist,
        ...flags,
        ...(source !== undefined && { source }),
      });
      print(text);
      process.exitCode = exitCode;
    },
  );

program.parseAsync().catch((error: unknown) => {
  const known = error instanceof Error && !(error instanceof TypeError);
  process.stderr.write(`codegen: ${known ? error.message : String((error as Error)?.stack ?? error)}\n`);
  process.exitCode = 1;
});
