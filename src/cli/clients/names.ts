export const CLIENT_NAMES = [
  "claude-desktop",
  "claude-code",
  "vscode",
  "cursor",
  "windsurf",
  "codex",
  "gemini",
] as const;

export type ClientName = (typeof CLIENT_NAMES)[number];

export function isClientName(name: string): name is ClientName {
  return CLIENT_NAMES.some((known) => known === name);
}
