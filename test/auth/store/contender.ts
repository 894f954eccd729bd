// Run as a process, over one token store: count <directory> | write <directory> | hold <directory>
import { setTimeout as sleep } from "node:timers/promises";
import { createTokenStore } from "../../../src/auth/store/index.js";
import { KEY, tokens } from "./token-samples.js";

const [command, directory = ""] = process.argv.slice(2);
const store = await createTokenStore({
  kind: "file",
  directory,
  report: (text) => process.stderr.write(`${text}\n`),
  lock: { maxWait: 30_000, stale: 2000 },
});

/** Says that it is ready, and starts when it is told to. */
async function start(): Promise<void> {
  process.stdout.write("ready\n");
  await new Promise((resolve) => process.stdin.once("data", resolve));
}

switch (command) {
  case "count":
    await start();
    for (let turn = 0; turn < 50; turn++) {
      await store.exclusive(KEY, async () => {
        const count = Number((await store.read(KEY))?.accessToken ?? 0);
        await store.write(KEY, tokens(`${count + 1}`));
      });
    }
    break;
  case "write":
    await store.write(KEY, tokens("0"));
    await start();
    for (let turn = 1; ; turn++) await store.write(KEY, tokens(`${turn}`));
  case "hold":
    await store.exclusive(KEY, async () => {
      await start();
      await sleep(60_000);
    });
    break;
}
process.exit(0);
