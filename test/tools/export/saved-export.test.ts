import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeSync,
} from "node:fs";
import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { OktaMcpError } from "../../../src/errors.js";
import { failedExport, ROWS, runExport, WHOLE } from "./run-export.js";
import { emptyDirectory, namesIn, textOf } from "./support.js";

const PARTIAL = ".users.csv.partial";
const CHECKPOINT = `${PARTIAL}.json`;
const SIGN_IN = { url: "https://acme.okta.com/activate", expiresAt: 0 };

const fail = (code: "network_unreachable" | "okta_rejected") => {
  throw new OktaMcpError(code, "It broke.", {
    okta: { status: 400, requestId: "req-1" },
    signIn: SIGN_IN,
    next: "Look.",
  });
};
const rejectAt = (page: number) => (at: number) => {
  if (at === page) fail("okta_rejected");
};
const breakAt = (page: number) => (at: number) => {
  if (at === page) fail("network_unreachable");
};

/** Rows that the checkpoint on the disk vouches for. */
function savedIn(directory: string): number {
  if (!readdirSync(directory).includes(CHECKPOINT)) return 0;
  return JSON.parse(readFileSync(join(directory, CHECKPOINT), "utf8")).rows;
}

describe("while it is written", () => {
  test("a place is saved after every thousand rows, and not more often", async () => {
    const directory = await emptyDirectory();
    const saved: number[] = [];
    await (await runExport(directory, () => saved.push(savedIn(directory)))).result;
    expect(saved).toEqual([0, 0, 0, 1200, 1200, 1200, 2400, 2400, 2400, 3600, 3600, 3600, 4800]);
  });

  test.skipIf(process.platform === "win32")(
    "its files are for the user alone, and the export stays so",
    async () => {
      const directory = await emptyDirectory();
      const modes: string[] = [];
      const look = () => {
        for (const name of readdirSync(directory)) {
          modes.push(`${name} ${(statSync(join(directory, name)).mode & 0o777).toString(8)}`);
        }
      };
      await (await runExport(directory, look)).result;
      look();
      expect([...new Set(modes)].sort()).toEqual([`${PARTIAL} 600`, `${CHECKPOINT} 600`, "users.csv 600"]);
    },
  );

  test("rows are on the disk before their checkpoint, that before its name, and the export before its own", async () => {
    const directory = await emptyDirectory();
    const handle = await open(import.meta.filename);
    await handle.close();
    const prototype = Object.getPrototypeOf(handle);
    const events: string[] = [];
    for (const method of ["sync", "datasync"] as const) {
      const spy = vi.spyOn(prototype, method).mockImplementation(async () => {
        events.push(`${method}: ${readdirSync(directory).sort().join(" ")}`);
      });
      onTestFinished(() => spy.mockRestore());
    }
    await (await runExport(directory)).result;
    expect(events.slice(0, 3)).toEqual([
      `datasync: ${PARTIAL}`,
      `sync: ${PARTIAL} ${CHECKPOINT}.new`,
      `datasync: ${PARTIAL} ${CHECKPOINT}`,
    ]);
    expect(events.slice(-2)).toEqual([`sync: ${PARTIAL} ${CHECKPOINT}`, "sync: users.csv"]);
  });

  test("a disk that takes it in pieces gets every piece", async () => {
    const directory = await emptyDirectory();
    const handle = await open(import.meta.filename);
    await handle.close();
    const prototype = Object.getPrototypeOf(handle);
    const { write } = prototype;
    const spy = vi.spyOn(prototype, "write").mockImplementation(function (this: unknown, ...given) {
      const [bytes, start, length, at] = given;
      return write.call(this, bytes, start, Math.min(Number(length), 700), at);
    });
    onTestFinished(() => spy.mockRestore());
    await (await runExport(directory)).result;
    expect(await textOf(directory, "users.csv")).toBe(WHOLE);
  });

  test("somebody else's writing into it is found, and is given no name", async () => {
    const directory = await emptyDirectory();
    const { error } = await failedExport(directory, (page) => {
      if (page !== 12) return;
      const other = openSync(join(directory, PARTIAL), "r+");
      writeSync(other, "=cmd()", 10);
      closeSync(other);
    });
    expect(error.code).toBe("internal");
    expect(await namesIn(directory)).not.toContain("users.csv");
  });

  test("the answer's first rows are as they may be shown", async () => {
    const { result } = await runExport(await emptyDirectory(), undefined, () => ({ shown: true }));
    expect((await result).first).toEqual([{ shown: true }, { shown: true }, { shown: true }]);
  });
});

describe("a refused cursor", () => {
  test("is reason to begin anew only where an earlier run had left it", async () => {
    const directory = await emptyDirectory();
    const { error, starts } = await failedExport(directory, rejectAt(5));
    expect([error.code, starts]).toEqual(["okta_rejected", [undefined]]);
  });

  test("is not, once rows were read behind it", async () => {
    const directory = await emptyDirectory();
    await failedExport(directory, breakAt(5));
    const { error, starts } = await failedExport(directory, rejectAt(7));
    expect([error.code, starts]).toEqual(["okta_rejected", ["5"]]);
    expect(error.message).toContain("2800 rows are kept");
  });

  test("is another thing than a broken connection, which costs no rows", async () => {
    const directory = await emptyDirectory();
    await failedExport(directory, breakAt(5));
    const { error, starts } = await failedExport(directory, breakAt(5));
    expect([error.code, starts]).toEqual(["network_unreachable", ["5"]]);
    expect(error.message).toContain("2000 rows are kept");
  });

  test("and then a break at once leaves nothing, and promises nothing", async () => {
    const directory = await emptyDirectory();
    await failedExport(directory, breakAt(5));
    const { error, starts } = await failedExport(directory, (page) => {
      if (page === 5) fail("okta_rejected");
      fail("network_unreachable");
    });
    expect(starts).toEqual(["5", undefined]);
    expect(error.message).toBe("It broke.");
    expect(await namesIn(directory)).toEqual([]);
  });
});

describe("the error of a break", () => {
  test("keeps all that is known of it", async () => {
    const { error } = await failedExport(await emptyDirectory(), breakAt(5));
    expect(error).toMatchObject({
      okta: { status: 400, requestId: "req-1" },
      signIn: SIGN_IN,
      next: "Look.",
      cause: { message: "It broke." },
    });
  });

  test("speaks of the rows that were saved before, where the last ones cannot be", async () => {
    const directory = await emptyDirectory();
    const { error } = await failedExport(directory, (page) => {
      if (page !== 5) return;
      mkdirSync(join(directory, `${CHECKPOINT}.new`));
      fail("network_unreachable");
    });
    expect(error.message).toMatch(/^It broke\. 1200 rows are kept/);
    expect(savedIn(directory)).toBe(1200);
  });

  test("of the file system names the failure, and no path", async () => {
    const directory = await emptyDirectory();
    const { error } = await failedExport(directory, (page) => {
      if (page === 4) mkdirSync(join(directory, `${CHECKPOINT}.new`));
    });
    expect(error.code).toBe("file_failed");
    expect(error.message).toMatch(/^A file in the export directory failed \(\w+\)\. 1200 rows are kept/);
  });
});

describe.skipIf(process.platform !== "linux")("no handle is left open", () => {
  const openIn = (directory: string) =>
    readdirSync("/proc/self/fd").filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).startsWith(directory);
      } catch {
        return false;
      }
    });

  test("by an export, nor by one that broke off, early or late", async () => {
    const directory = await emptyDirectory();
    for (const page of [0, 5, 9]) {
      await failedExport(directory, breakAt(page));
      expect(openIn(directory)).toEqual([]);
    }
    await writeFile(join(directory, PARTIAL), `other${"x".repeat(99_000)}`);
    await (await runExport(directory)).result;
    expect(openIn(directory)).toEqual([]);
    expect(await textOf(directory, "users.csv")).toBe(WHOLE);
    expect(ROWS).toHaveLength(5_000);
  });
});
