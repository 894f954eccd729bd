import { connectStdioClient } from "../mcp/client.js";
import { SCENES } from "./demo/scenes.js";
import { Stage, tokens } from "./demo/stage.js";
import type { Machine } from "./machine.js";
import { openTerminal } from "./terminal/terminal.js";

/** Requests an administrator would make, answered through a real MCP client on a made-up org. */
export async function demo(machine: Machine): Promise<void> {
  const terminal = openTerminal(machine);
  const stage = new Stage(terminal, SCENES.length);
  const { execPath, script, version } = machine;
  const started = performance.now();
  const client = await connectStdioClient([execPath, script, "serve", "--demo"], version, (question) => {
    stage.question(question);
    return true;
  });
  stage.client = client;
  try {
    const { names, characters } = await client.tools();
    const took = Math.round(performance.now() - started);
    stage.say(
      `Connected over stdio in ${took} ms: ${names.length} tools in about ${tokens(characters)}, a made-up org of 120 users.`,
    );
    for (const scene of SCENES) {
      await stage.request(scene.request);
      await scene.play(stage);
    }
    stage.say("");
    stage.say(`${stage.summary} Nothing left this machine.`);
  } finally {
    await client.close();
  }
}
