/** What runs us. */
export interface Runtime {
  /** Node's version. */
  readonly node: string;
  readonly platform: NodeJS.Platform;
}

const THIS: Runtime = { node: process.versions.node, platform: process.platform };

/** `User-Agent` of every request, as the org's system log shows it. */
export function userAgent(version: string, { node, platform }: Runtime = THIS): string {
  return `okta-mcp/${version} node/${node} ${platform}`;
}
