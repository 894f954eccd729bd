import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { KEY, openStore, temporaryDirectory, tokens } from "./fixtures.js";

const script = fileURLToPath(new URL("contender.ts", import.meta.url));

/** A process that has the store open and waits for the start. */
async function contender(command: string, directory: string): Promise<ChildProcess & { errors: string[] }> {
  const child = spawn(process.execPath, ["--import", "tsx", script, command, directory], { stdio: "pipe" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const errors: string[] = [];
  child.stderr.on("data", (data) => errors.push(String(data)));
  await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  return Object.assign(child, { errors });
}

function startAll(children: readonly ChildProcess[]): void {
  for (const child of children) child.stdin?.write("go\n");
}

describe("processes over one store", { timeout: 60_000 }, () => {
  it("lose no update when they renew at the same time, from the first entry on", async () => {
    const directory = await temporaryDirectory();
    const children = await Promise.all([contender("count", directory), contender("count", directory)]);
    const ends = children.map((child) => once(child, "exit"));
    startAll(children);
    expect(await Promise.all(ends)).toEqual([
      [0, null],
      [0, null],
    ]);
    const { store } = await openStore({ directory });
    expect(await store.read(KEY)).toEqual(tokens("100"));
    expect(children.flatMap(({ errors }) => errors)).toEqual([]);
  });

  it("never see half an entry while one is written, nor after its writer was killed", async () => {
    const directory = await temporaryDirectory();
    const writer = await contender("write", directory);
    startAll([writer]);
    const { store, reports } = await openStore({ directory });
    const counts: number[] = [];
    // At least 300 readings, and 20 entries written meanwhile, however the machine is loaded.
    while (counts.length < 300 || (counts.at(-1) ?? 0) < 20) {
      const found = await store.read(KEY);
      if (!found) expect.fail(`reading ${counts.length} found no entry: ${reports}`);
      counts.push(Number(found.accessToken));
    }
    expect(counts).toEqual([...counts].sort((a, b) => a - b));

    writer.kill("SIGKILL");
    await once(writer, "exit");
    expect(Number((await store.read(KEY))?.accessToken)).toBeGreaterThanOrEqual(Math.max(...counts));
    expect(reports).toEqual([]);
  });

  it("are not blocked for good by one that was killed while it held the lock", async () => {
    const directory = await temporaryDirectory();
    const holder = await contender("hold", directory);
    holder.kill("SIGKILL");
    await once(holder, "exit");
    expect((await readdir(join(directory, "file"))).join()).toContain(".lock");

    const stores = await Promise.all([openStore({ directory }), openStore({ directory })]);
    let [inside, most] = [0, 0];
    const action = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 100));
      inside--;
    };
    await Promise.all(stores.map(({ store }) => store.exclusive(KEY, action)));
    expect(most).toBe(1);
    expect((await readdir(join(directory, "file"))).join()).not.toContain(".lock");
  });

  it("wait for one that is alive longer than a lock lives unrefreshed", async () => {
    const directory = await temporaryDirectory();
    await contender("hold", directory);
    const { store } = await openStore({ directory, lock: { maxWait: 3500, stale: 2000 } });
    await expect(store.exclusive(KEY, async () => "taken away")).rejects.toMatchObject({ code: "timeout" });
  });
});
