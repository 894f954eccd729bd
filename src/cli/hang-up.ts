/**
 * What logrotate and its like send after they have moved a file. Windows knows the signal for a closed console alone, which
 * has to end the process, as it does where nobody listens.
 */
export function onHangUp(
  action: () => unknown,
  program: { readonly platform: NodeJS.Platform; on(signal: "SIGHUP", listener: () => void): unknown },
): void {
  if (program.platform !== "win32") program.on("SIGHUP", () => void action());
}
