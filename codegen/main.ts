import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { allowlist } from "./allowlist/index.js";
import { refresh } from "./contract/refresh.js";
import { staleFiles, writeGenerated } from "./output.js";
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
    const wanted = allowlist.flatMap(({ operations }) => operations);
    const facts = await refresh({
      source,
      wanted,
      directory: fileURLToPath(new URL("../specs", import.meta.url)),
    });
    print(JSON.stringify(facts.source, null, 2));
  });

program.parseAsync().catch((error: unknown) => {
  const known = error instanceof Error && !(error instanceof TypeError);
  process.stderr.write(`codegen: ${known ? error.message : String((error as Error)?.stack ?? error)}\n`);
  process.exitCode = 1;
});
