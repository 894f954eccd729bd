import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { DpopMode } from "../../src/config/sign-in.js";
import type { OktaMcpError } from "../../src/errors.js";
import { checkAnswer } from "../../src/http/answer.js";
import { authorizedFetch } from "../../src/http/authorized-fetch.js";
import { OutgoingRequest } from "../../src/http/outgoing-request.js";
import {
  type Fault,
  type Sandbox,
  type SandboxClient,
  type SandboxOptions,
  startSandbox,
} from "../../src/sandbox/index.js";
import { failureOf } from "../failure.js";
import { RobotBrowser } from "./robot-browser.js";
import { connect, person } from "./scripted-org.js";

const NATIVE: SandboxClient = {
  clientId: "0oaNative",
  scopes: ["okta.users.read"],
  redirectUris: ["http://127.0.0.1/callback"],
};

interface Flow {
  readonly sandbox: Sandbox;
  readonly reports: readonly string[];
  signIn(): Promise<void>;
  call(path?: string): Promise<Response>;
  refuse(): Promise<void>;
}

async function start(
  method: "device" | "browser",
  {
    client = {},
    dpop = "auto",
    ...options
  }: SandboxOptions & { client?: Partial<SandboxClient>; dpop?: DpopMode } = {},
): Promise<Flow> {
  const sandbox = await startSandbox({
    users: 5,
    events: 0,
    clients: [{ ...NATIVE, ...client }],
    ...options,
  });
  onTestFinished(() => sandbox.close());
  const common = { clientId: NATIVE.clientId, scopes: ["okta.users.read"], dpop };
  const settings = method === "browser" ? person({ ...common, method }) : person(common);
  const pause = (_: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      setTimeout(resolve, 10);
      signal.addEventListener("abort", () => resolve());
    });
  const wait = method === "browser" ? undefined : pause;
  const { provider, reports, refuse, authorize } = connect(sandbox.url, settings, { wait });
  const send = authorizedFetch(provider, fetch);
  return {
    sandbox,
    reports,
    async signIn() {
      let visit: Promise<unknown> | undefined;
      await provider.interactive?.signIn(({ url, code }) => {
        if (code) sandbox.devices.approve(code);
        else visit = new RobotBrowser().visit(url);
      });
      await visit;
    },
    async call(path = "/api/v1/users?limit=1") {
      return checkAnswer("GET", await send(new OutgoingRequest(sandbox.url + path)));
    },
    refuse: async () => refuse(await authorize()),
  };
}

describe.each(["device", "browser"] as const)("%s", (method) => {
  const quick: SandboxOptions = { oauth: { deviceInterval: 0.001 } };

  it.each<[string, Partial<SandboxClient>, SandboxOptions["oauth"]]>([
    ["an app without DPoP", { dpop: false }, {}],
    ["an app that demands DPoP", { dpop: true }, {}],
    ["an app that demands DPoP, nonces asked for with 400", { dpop: true }, { dpopNonceStatus: 400 }],
    ["an app that demands DPoP, nonces at the token endpoint only", { dpop: true }, { dpopNonces: "token" }],
  ])("%s: signs in, calls, renews", async (_, client, oauth) => {
    const flow = await start(method, { client, oauth: { ...quick.oauth, ...oauth } });
    await flow.signIn();
    expect((await flow.call()).status).toBe(200);
    await flow.refuse();
    flow.sandbox.nonces.rotate();
    expect((await flow.call()).status).toBe(200);
    expect(flow.reports).toEqual([]);
  });

  it("a sign-in that the administrator revokes must be made again", async () => {
    const flow = await start(method, quick);
    await flow.signIn();
    flow.sandbox.refreshTokens.revokeAll();
    const error = await failureOf(() => flow.call());
    expect(error.code).toBe("sign_in_required");
    await vi.waitFor(() => expect(flow.reports[0]).toContain("revoked"));
  });

  it.each<[string, Fault, OktaMcpError["code"]]>([
    ["is down", { kind: "status", status: 503 }, "okta_unavailable"],
    ["answers HTML", { kind: "html" }, "unexpected_response"],
    ["is slow", { kind: "slow_headers", ms: 3000 }, "timeout"],
    ["hangs up", { kind: "reset", when: "before" }, "network_unreachable"],
    ["loses the answer of a rotation", { kind: "reset", when: "after" }, "network_unreachable"],
  ])("a renewal while the token endpoint %s fails, and the next one succeeds", async (_, fault, code) => {
    const flow = await start(method, { oauth: { ...quick.oauth, refreshGrace: 30 } });
    await flow.signIn();
    await flow.refuse();
    flow.sandbox.faults.add({ path: "/oauth2/v1/token", fault, times: 1 });
    expect(await failureOf(() => flow.call())).toMatchObject({ code });
    expect((await flow.call()).status).toBe(200);
  });

  it("a scope the token lacks is named", async () => {
    const flow = await start(method, quick);
    await flow.signIn();
    const error = await failureOf(() => flow.call("/api/v1/groups"));
    expect(error.code).toBe("forbidden");
    expect(error.message).toContain("okta.groups.read");
  });
});
