import { startSandbox } from "../../src/sandbox/index.js";

/** A sandbox org in a process of its own: `tsx org-process.ts <users> <events> <delay in ms>`; prints its address and token. */
const [users = 120, events = 2_000, delay = 0] = process.argv.slice(2).map(Number);
const sandbox = await startSandbox({ users, events, rateLimit: { perMinute: 10_000_000 } });
if (delay > 0) sandbox.faults.add({ fault: { kind: "slow_headers", ms: delay } });
process.stdout.write(`${JSON.stringify({ url: sandbox.url, apiToken: sandbox.apiToken })}\n`);
