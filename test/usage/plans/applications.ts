import { expect } from "vitest";
import { assignmentIn } from "../../../src/sandbox/assignments.js";
import { application, user } from "../objects.js";
import { applicationNamed, userNamed } from "../steps.js";
import type { Answer, Model, Usages } from "../usage.js";

const reading = (label: string, field: string) => async (model: Model) =>
  model.call("get_application", { app_id: await applicationNamed(model, label), fields: [field] });

const updating = (label: string, changes: object) => async (model: Model) =>
  (await model.call("update_application", { app_id: await applicationNamed(model, label), changes })).changed;

const settingsOf = ({ settings }: Answer) => settings;

export const applications: Usages = {
  list_applications: [
    {
      sentence: "Which applications are switched off?",
      async plan({ call }) {
        const { items } = await call("list_applications", { filter: 'status eq "INACTIVE"' });
        return items.map(({ label }) => label);
      },
      check(told, { org }) {
        const off = org.applications.all.filter(({ status }) => status === "INACTIVE");
        expect(told).toEqual(off.map(({ body }) => body.label));
        expect(told).toHaveLength(3);
      },
    },
    {
      sentence: "Which applications can Jane Smith use?",
      async plan(model) {
        const id = await userNamed(model, "Jane Smith");
        const { items } = await model.call("list_applications", {
          filter: `user.id eq "${id}"`,
          fields: ["label"],
        });
        return items.map(({ label }) => label);
      },
      check(told, { org }) {
        const jane = user(org, "Jane Smith");
        const hers = org.applications.all.filter(
          ({ id, status }) => status === "ACTIVE" && assignmentIn(org, id)(jane),
        );
        expect(told).toEqual(hers.map(({ body }) => body.label));
        expect(told).toContain("GitHub Enterprise");
      },
    },
    {
      sentence: "How many active applications do we have?",
      async plan({ call }) {
        const args = { filter: 'status eq "ACTIVE"', count_only: true };
        return (await call("list_applications", args)).total_read;
      },
      check(told, { org }) {
        expect(told).toBe(org.applications.all.filter(({ status }) => status === "ACTIVE").length);
      },
    },
  ],
  get_application: [
    {
      sentence: "What redirect addresses does the Internal Wiki have?",
      plan: async (model) =>
        settingsOf(await reading("Internal Wiki", "settings.oauthClient.redirect_uris")(model)),
      check(told) {
        expect(told).toEqual({ oauthClient: { redirect_uris: ["https://wiki.example.com/callback"] } });
      },
    },
    {
      sentence: "Show me the SAML settings of Salesforce",
      plan: async (model) => settingsOf(await reading("Salesforce", "settings.signOn")(model)),
      check(told, { org }) {
        expect(application(org, "Salesforce").body.settings).toMatchObject(told as object);
        expect(told).toMatchObject({ signOn: { audience: "https://crm.example.com" } });
      },
    },
    {
      sentence: "Is Legacy Payroll hidden from the users' dashboards?",
      plan: async (model) => (await reading("Legacy Payroll", "visibility.hide")(model)).visibility,
      check(told) {
        expect(told).toEqual({ hide: { iOS: false, web: false } });
      },
    },
  ],
  create_application: [
    {
      sentence: "Add a bookmark Lunch Orders that leads to https://lunch.example.com",
      async plan({ call }) {
        const application = {
          signOnMode: "BOOKMARK",
          name: "bookmark",
          label: "Lunch Orders",
          settings: { app: { url: "https://lunch.example.com" } },
        };
        return (await call("create_application", { application })).id;
      },
      check(told, { org }) {
        expect(application(org, "Lunch Orders")).toMatchObject({
          id: told,
          status: "ACTIVE",
          body: { settings: { app: { url: "https://lunch.example.com" } } },
        });
      },
    },
    {
      sentence:
        "Register a web app Invoices with the callback https://invoices.example.com/cb; I need id and secret",
      async plan({ call }) {
        const application = {
          signOnMode: "OPENID_CONNECT",
          name: "oidc_client",
          label: "Invoices",
          credentials: { oauthClient: { token_endpoint_auth_method: "client_secret_basic" } },
          settings: {
            oauthClient: {
              application_type: "web",
              grant_types: ["authorization_code"],
              response_types: ["code"],
              redirect_uris: ["https://invoices.example.com/cb"],
            },
          },
        };
        return (await call("create_application", { application })).credentials;
      },
      check(told, { org }) {
        const { client_id, client_secret } = oauthClient(application(org, "Invoices").body.credentials);
        expect(client_secret).toBeTypeOf("string");
        expect(told).toEqual({ oauthClient: { client_id, client_secret } });
      },
    },
    {
      sentence:
        "Register our phone app Store Room: native, PKCE, redirect com.example.store:/cb, not active yet",
      async plan({ call }) {
        const application = {
          signOnMode: "OPENID_CONNECT",
          name: "oidc_client",
          label: "Store Room",
          credentials: { oauthClient: { token_endpoint_auth_method: "none", pkce_required: true } },
          settings: {
            oauthClient: {
              application_type: "native",
              grant_types: ["authorization_code", "refresh_token"],
              response_types: ["code"],
              redirect_uris: ["com.example.store:/cb"],
            },
          },
        };
        return (await call("create_application", { application, activate: false })).status;
      },
      check(told, { org }) {
        expect(told).toBe("INACTIVE");
        const { status, body } = application(org, "Store Room");
        expect(status).toBe("INACTIVE");
        expect(oauthClient(body.credentials)).toMatchObject({ pkce_required: true });
      },
    },
  ],
  update_application: [
    {
      sentence: "Rename Video Meetings to Meetings",
      plan: updating("Video Meetings", { label: "Meetings" }),
      check(told, { org }) {
        expect(told).toEqual([{ field: "label", from: "Video Meetings", to: "Meetings" }]);
        expect(application(org, "Meetings").body.settings).toMatchObject({
          signOn: { audience: "https://meet.example.com" },
        });
      },
    },
    {
      sentence: "Hide the Cafeteria Menu on the dashboard and on phones",
      plan: updating("Cafeteria Menu", { visibility: { hide: { web: true, iOS: true } } }),
      check(_, { org }) {
        expect(application(org, "Cafeteria Menu").body.visibility).toMatchObject({
          hide: { web: true, iOS: true },
        });
      },
    },
    {
      sentence: "Point the Company Handbook bookmark to https://handbook.example.org",
      plan: updating("Company Handbook", { settings: { app: { url: "https://handbook.example.org" } } }),
      check(_, { org }) {
        expect(application(org, "Company Handbook").body).toMatchObject({
          label: "Company Handbook",
          settings: { app: { url: "https://handbook.example.org", requestIntegration: false } },
        });
      },
    },
  ],
};

const oauthClient = (credentials: unknown) =>
  (credentials as { oauthClient: Readonly<Record<string, unknown>> }).oauthClient;
