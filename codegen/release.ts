/** Whether a release of Okta's document came out before another: they count 2025.01.1, 2026.06.3. */
export function isOlder(version: string, than: string | undefined): boolean {
  return than !== undefined && version.localeCompare(than, "en", { numeric: true }) < 0;
}
