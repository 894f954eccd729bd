import type { ToolService } from "../service.js";
import { investigateLockedOutUser } from "./investigate-locked-out-user.js";
import { offboardEmployee } from "./offboard-employee.js";
import { onboardEmployee } from "./onboard-employee.js";
import type { Prompt } from "./prompt.js";
import { isOfUse, renderPrompt } from "./render.js";
import { reviewAccessPolicy } from "./review-access-policy.js";
import { reviewUnusedApplications } from "./review-unused-applications.js";

/** In the order in which clients list them. */
const ALL: readonly Prompt[] = [
  onboardEmployee,
  offboardEmployee,
  investigateLockedOutUser,
  reviewUnusedApplications,
  reviewAccessPolicy,
];

export interface Prompts {
  /** Those of use with the tools that are listed at present. */
  list(): readonly Prompt[];
  /**
   * The text that starts the task.
   * @throws OktaMcpError `arguments_invalid` for faulty arguments
   */
  text(prompt: Prompt, values: Readonly<Record<string, string>>): string;
}

export function createPrompts(service: Pick<ToolService, "list">): Prompts {
  const listedTools = () => {
    const names = new Set(service.list().map(({ name }) => name));
    return (tool: string) => names.has(tool);
  };
  return {
    list() {
      const isOn = listedTools();
      return ALL.filter((prompt) => isOfUse(prompt, isOn));
    },
    text: (prompt, values) => renderPrompt(prompt, values, listedTools()),
  };
}
