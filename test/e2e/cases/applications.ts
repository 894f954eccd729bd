import { expect } from "vitest";
import { bookmark, idsOf, NO_APP, newApplication } from "../support/objects.js";
import type { Json, Session } from "../support/session.js";
import type { ToolCase } from "../support/tool-case.js";

const missing = [{ app_id: NO_APP }];
const idIsNumber = [{ app_id: 5 }, "app_id: must be string, not number"] as const;

const active = async (session: Session) => ({ app_id: await newApplication(session) });
const inactive = async (session: Session) => ({ app_id: await newApplication(session, false) });
const statusOf = async ({ ok }: Session, app_id: unknown) => (await ok("get_application", { app_id })).status;

export const applicationCases: readonly ToolCase[] = [
  {
    tool: "list_applications",
    prepare: () => ({ filter: 'status eq "INACTIVE"' }),
    async verify(session, { items }) {
      expect((items as Json[]).map(({ label }) => label)).toContain("Print Server");
      for (const { id } of items as Json[]) expect(await statusOf(session, id)).toBe("INACTIVE");
    },
    wrongType: [{ include_non_deleted: "yes" }, "include_non_deleted: must be boolean, not string"],
    refused: [
      [
        () => ({ filter: "status is ACTIVE" }),
        /^okta_rejected: .* In \w+, at character \d+: .*\nField: \w+\n.*E0000031/,
      ],
    ],
  },
  {
    tool: "get_application",
    prepare: active,
    async verify(session, application, { app_id }) {
      expect(application).toMatchObject({
        id: app_id,
        settings: { app: { url: "https://wiki.example.com" } },
      });
      expect(await idsOf(session, "list_applications", { q: application.label })).toContain(app_id);
    },
    wrongType: idIsNumber,
    missing,
  },
  {
    tool: "create_application",
    prepare: () => ({ application: bookmark(), activate: false }),
    async verify({ ok }, { id }, { application }) {
      expect(await ok("get_application", { app_id: id })).toMatchObject({
        status: "INACTIVE",
        ...(application as Json),
      });
    },
    wrongType: [
      { application: { ...bookmark(), settings: { app: { url: 5 } } } },
      "application.settings.app.url: must be string, not number",
    ],
    refused: [
      [
        () => ({ application: { ...bookmark(), settings: {} } }),
        /^okta_rejected: .*\n.*E0000001.*\n- settings\.app\.url: /,
      ],
    ],
  },
  {
    tool: "update_application",
    prepare: async (session) => ({
      ...(await active(session)),
      changes: { settings: { app: { url: "https://handbook.example.com" } } },
    }),
    async verify({ ok }, { changed }, { app_id }) {
      const [from, to] = ["https://wiki.example.com", "https://handbook.example.com"];
      expect(changed).toEqual([{ field: "settings.app.url", from, to }]);
      expect(await ok("get_application", { app_id })).toMatchObject({
        status: "ACTIVE",
        settings: { app: { url: to, requestIntegration: false } },
      });
    },
    wrongType: [{ app_id: "0oa1", changes: [] }, "changes: must be object, not array"],
    missing,
    refused: [
      [
        async (session) => ({ ...(await active(session)), changes: { label: "" } }),
        /^okta_rejected: .*\n.*E0000001.*\n- label: /,
      ],
      [
        async (session) => ({ ...(await active(session)), changes: { label: 5 } }),
        /^arguments_invalid: changes\.label: must be string, not number\n/,
      ],
    ],
  },
  {
    tool: "delete_application",
    destructive: true,
    prepare: inactive,
    async verify({ fail }, result, { app_id }) {
      expect(result).toEqual({ done: true, app_id });
      expect(await fail("get_application", { app_id })).toMatch(/^not_found: /);
    },
    wrongType: idIsNumber,
    missing,
    refused: [
      [
        active,
        /^precondition_failed: The status is ACTIVE, not INACTIVE\. Nothing was done\.\nNext: .*deactivate_application/,
      ],
    ],
  },
  {
    tool: "activate_application",
    prepare: inactive,
    async verify(session, result, { app_id }) {
      expect(result).toEqual({ done: true, app_id });
      expect(await statusOf(session, app_id)).toBe("ACTIVE");
    },
    wrongType: idIsNumber,
    missing,
  },
  {
    tool: "deactivate_application",
    destructive: true,
    prepare: active,
    async verify(session, result, { app_id }) {
      expect(result).toEqual({ done: true, app_id });
      expect(await statusOf(session, app_id)).toBe("INACTIVE");
    },
    wrongType: idIsNumber,
    missing,
  },
];
