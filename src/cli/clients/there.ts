import { stat } from "node:fs/promises";
import { posix, win32 } from "node:path";
import { CLIENTS, type Client, type ClientMachine } from "./clients.js";

/** Names of the clients that are installed here, by the folder in which each keeps its file. */
export async function clientsThere(machine: ClientMachine): Promise<readonly Client[]> {
  const { dirname } = machine.platform === "win32" ? win32 : posix;
  const there = await Promise.all(
    CLIENTS.map(async (client) => {
      const file = client.file(machine);
      // Claude Code's file lies in the home directory, which is always there.
      return (await exists(file)) || (client.name !== "claude-code" && (await exists(dirname(file))));
    }),
  );
  return CLIENTS.filter((_, at) => there[at]);
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
