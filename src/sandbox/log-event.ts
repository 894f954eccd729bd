import type { Random } from "./random.js";
import type { Json } from "./types.js";

/** Who did it: Okta's LogActor. */
export interface LogActor {
  readonly id: string;
  readonly type: "User" | "PublicClientApp" | "SystemPrincipal";
  readonly alternateId: string;
  readonly displayName: string;
}

/** What it was done to: Okta's LogTarget. */
export interface LogTarget {
  readonly id: string;
  readonly type: string;
  readonly alternateId: string;
  readonly displayName: string;
  readonly changeDetails?: { readonly from: Json; readonly to: Json };
}

/** Where a request came from. */
export interface Origin {
  readonly ipAddress: string;
  readonly rawUserAgent: string;
  readonly os: string;
  readonly browser: string;
  readonly device: string;
  readonly place: Place;
  readonly isProxy: boolean;
}

export interface Place {
  readonly city: string;
  readonly state: string;
  readonly country: string;
  readonly postalCode: string;
  readonly lat: number;
  readonly lon: number;
  readonly isp: string;
  readonly asNumber: number;
}

export interface EventInput {
  readonly eventType: string;
  readonly displayMessage: string;
  readonly published: string;
  readonly actor: LogActor;
  readonly origin: Origin;
  readonly severity?: "DEBUG" | "INFO" | "WARN" | "ERROR";
  readonly result?: "SUCCESS" | "FAILURE" | "ALLOW" | "DENY" | "CHALLENGE";
  readonly reason?: string;
  readonly targets?: readonly LogTarget[];
  readonly requestUri?: string;
  readonly requestId?: string;
  readonly debugData?: Json;
}

/** A complete system log event in Okta's shape. */
export function buildEvent(input: EventInput, random: Random): Json {
  const { origin } = input;
  const geographicalContext = {
    city: origin.place.city,
    state: origin.place.state,
    country: origin.place.country,
    postalCode: origin.place.postalCode,
    geolocation: { lat: origin.place.lat, lon: origin.place.lon },
  };
  const requestId = input.requestId ?? random.text(27);
  return {
    actor: { ...input.actor },
    client: {
      userAgent: { rawUserAgent: origin.rawUserAgent, os: origin.os, browser: origin.browser },
      zone: "null",
      device: origin.device,
      ipAddress: origin.ipAddress,
      geographicalContext,
    },
    authenticationContext: { authenticationStep: 0, externalSessionId: `102${random.text(22)}` },
    displayMessage: input.displayMessage,
    eventType: input.eventType,
    outcome: { result: input.result ?? "SUCCESS", ...(input.reason ? { reason: input.reason } : {}) },
    published: input.published,
    securityContext: {
      asNumber: origin.place.asNumber,
      asOrg: origin.place.isp,
      isp: origin.place.isp,
      domain: "example.net",
      isProxy: origin.isProxy,
    },
    severity: input.severity ?? "INFO",
    debugContext: {
      debugData: { requestId, requestUri: input.requestUri ?? "/", ...input.debugData },
    },
    legacyEventType: input.eventType.replaceAll(".", "_"),
    transaction: { type: "WEB", id: requestId, detail: {} },
    uuid: random.uuid(),
    version: "0",
    request: {
      ipChain: [{ ip: origin.ipAddress, geographicalContext, version: "V4" }],
    },
    target: (input.targets ?? []).map((target) => ({ ...target })),
  };
}
