import { OktaMcpError } from "../src/errors.js";

/** The OktaMcpError that the action ends in; any other outcome fails the test. */
export async function failureOf(action: () => unknown): Promise<OktaMcpError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof OktaMcpError) return error;
    throw error;
  }
  throw new Error("The action was expected to fail.");
}
