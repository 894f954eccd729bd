import type { Origin, Place } from "../log-event.js";
import type { Random } from "../random.js";

export interface Office extends Place {
  readonly timezone: string;
  readonly countryCode: string;
}

/** Where the company has offices. */
export const OFFICES: readonly Office[] = [
  {
    city: "San Francisco",
    state: "California",
    country: "United States",
    countryCode: "US",
    postalCode: "94107",
    lat: 37.7697,
    lon: -122.3933,
    isp: "Bay Fiber",
    asNumber: 64500,
    timezone: "America/Los_Angeles",
  },
  {
    city: "Austin",
    state: "Texas",
    country: "United States",
    countryCode: "US",
    postalCode: "78701",
    lat: 30.2711,
    lon: -97.7437,
    isp: "Lone Star Net",
    asNumber: 64501,
    timezone: "America/Chicago",
  },
  {
    city: "London",
    state: "England",
    country: "United Kingdom",
    countryCode: "GB",
    postalCode: "EC2A",
    lat: 51.5237,
    lon: -0.0837,
    isp: "Thames Broadband",
    asNumber: 64502,
    timezone: "Europe/London",
  },
  {
    city: "Berlin",
    state: "Berlin",
    country: "Germany",
    countryCode: "DE",
    postalCode: "10115",
    lat: 52.532,
    lon: 13.3849,
    isp: "Spree Netz",
    asNumber: 64503,
    timezone: "Europe/Berlin",
  },
  {
    city: "Bengaluru",
    state: "Karnataka",
    country: "India",
    countryCode: "IN",
    postalCode: "560001",
    lat: 12.9767,
    lon: 77.5993,
    isp: "Deccan Link",
    asNumber: 64504,
    timezone: "Asia/Kolkata",
  },
];

/** Where attacks come from: networks behind proxies, far from every office. */
const STRANGERS: readonly Place[] = [
  {
    city: "Reykjavik",
    state: "Capital Region",
    country: "Iceland",
    postalCode: "101",
    lat: 64.1466,
    lon: -21.9426,
    isp: "Polar Hosting",
    asNumber: 64510,
  },
  {
    city: "Panama City",
    state: "Panama",
    country: "Panama",
    postalCode: "0801",
    lat: 8.9824,
    lon: -79.5199,
    isp: "Isthmus Cloud",
    asNumber: 64511,
  },
];

interface Machine {
  readonly os: string;
  readonly browser: string;
  readonly device: string;
  readonly rawUserAgent: string;
}

const MACHINES: readonly Machine[] = [
  {
    os: "Mac OS X",
    browser: "CHROME",
    device: "Computer",
    rawUserAgent:
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
  },
  {
    os: "Windows 10",
    browser: "EDGE",
    device: "Computer",
    rawUserAgent:
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
  },
  {
    os: "iOS",
    browser: "SAFARI",
    device: "Mobile",
    rawUserAgent:
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
  },
  {
    os: "Linux",
    browser: "FIREFOX",
    device: "Computer",
    rawUserAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
  },
];

const SCRIPT: Machine = {
  os: "Unknown",
  browser: "UNKNOWN",
  device: "Unknown",
  rawUserAgent: "python-requests/2.32.3",
};

/** An employee's request; addresses are from the ranges reserved for documentation (RFC 5737). */
export function employeeOrigin(random: Random, city: unknown): Origin {
  const place = OFFICES.find((office) => office.city === city) ?? random.pick(OFFICES);
  return {
    ...random.pick(MACHINES),
    place,
    ipAddress: `198.51.100.${random.between(1, 254)}`,
    isProxy: false,
  };
}

export function strangerOrigin(random: Random): Origin {
  const machine = random.chance(0.6) ? SCRIPT : random.pick(MACHINES);
  const place = random.pick(STRANGERS);
  return { ...machine, place, ipAddress: `203.0.113.${random.between(1, 40)}`, isProxy: true };
}
