import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Node cannot make certificates: where there is no openssl, tests that need one are passed over. */
export const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

export interface Certificate {
  /** A file with the certificate of the authority that signed it. */
  readonly caFile: string;
  readonly key: Buffer;
  readonly cert: Buffer;
}

/** A certificate for a host, by an authority that nobody has heard of; its files are gone when the test is. */
export function certificateFor(host: string): Certificate {
  const folder = mkdtempSync(join(tmpdir(), "okta-mcp-ca-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const newKey = ["-newkey", "rsa:2048", "-nodes"];
  writeFileSync(join(folder, "extensions"), `subjectAltName=DNS:${host}\n`);
  openssl(
    "req",
    "-x509",
    ...newKey,
    "-days",
    "2",
    "-subj",
    "/CN=A company",
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
  );
  openssl("req", "-new", ...newKey, "-subj", `/CN=${host}`, "-keyout", "host.key", "-out", "host.csr");
  const signing = [
    "-CA",
    "ca.pem",
    "-CAkey",
    "ca.key",
    "-CAcreateserial",
    "-days",
    "2",
    "-extfile",
    "extensions",
  ];
  openssl("x509", "-req", "-in", "host.csr", "-out", "host.pem", ...signing);
  const read = (name: string) => readFileSync(join(folder, name));
  return { caFile: join(folder, "ca.pem"), key: read("host.key"), cert: read("host.pem") };
}

/** An HTTPS server on a free loopback port, gone when the test is. */
export async function startTls({ key, cert }: Certificate, listener: RequestListener): Promise<number> {
  const server = createServer({ key, cert }, listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
