// Run as a process: opens a store of this kind with the real keychain, and prints what came of it.
import { createTokenStore } from "../../../src/auth/store/index.js";
import { OktaMcpError } from "../../../src/errors.js";

const [kind, directory = ""] = process.argv.slice(2);
const reports: string[] = [];
let outcome: string;
try {
  const store = await createTokenStore({
    kind: kind === "auto" ? "auto" : "keychain",
    directory,
    report: (text) => reports.push(text),
  });
  outcome = store.kind;
} catch (error) {
  if (!(error instanceof OktaMcpError)) throw error;
  outcome = error.code;
}
process.stdout.write(`${outcome}:${reports.length}`);
