import { expect } from "vitest";
import { newUser } from "../support/objects.js";
import type { Json } from "../support/session.js";
import type { ToolCase } from "../support/tool-case.js";

const DAY_MS = 86_400_000;
const yesterday = () => new Date(Date.now() - DAY_MS).toISOString();

export const logCases: readonly ToolCase[] = [
  {
    tool: "get_logs",
    async prepare(session) {
      const user = await newUser(session);
      await session.ok("suspend_user", { user_id: user });
      const filter = `eventType eq "user.lifecycle.suspend" and target.id eq "${user}"`;
      return { since: yesterday(), until: new Date(Date.now() + DAY_MS).toISOString(), filter };
    },
    verify(_, { items, complete }) {
      expect(complete).toBe(true);
      expect(items).toMatchObject([
        { eventType: "user.lifecycle.suspend", outcome: { result: "SUCCESS" }, target: [{ type: "User" }] },
      ]);
      expect((items as Json[])[0]).not.toHaveProperty("debugContext");
    },
    wrongType: [{ since: 5 }, "since: must be string, not number"],
    refused: [
      [
        () => ({ filter: "eventType is x" }),
        /^okta_rejected: .* In \w+, at character \d+: .*\nField: \w+\n.*E0000031/,
      ],
    ],
  },
];
