import { startProcess } from "./process.js";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that is over: how, and with what output. @param stdin what it is sent */
export async function run(
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
  stdin?: string,
): Promise<Ended> {
  const started = startProcess(command, env);
  if (stdin !== undefined) started.send(stdin);
  started.hangUp();
  const { code } = await started.exit(15_000);
  return { code, stdout: started.stdout(), stderr: started.stderr() };
}
