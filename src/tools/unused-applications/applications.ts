import { listApplications } from "../../../generated/operations/applications.js";
import type { ListSource } from "../../tool/list-source.js";
import { valueAt } from "../../tool/paths.js";
import type { ToolContext } from "../../tool/tool.js";
import { visibleText } from "../../visible-text.js";
import { textAt } from "../log-events.js";

export interface Application {
  readonly id: string;
  readonly label: string;
  readonly status: string;
  readonly signOnMode: string;
  /** ISO 8601. */
  readonly created: string;
  /** Whether nobody signs on to it: it gets its tokens by its own credentials. */
  readonly isService: boolean;
}

const MAX_LABEL = 100;

/** The applications of the org; the deactivated ones only where they are wanted. */
export async function readApplications(
  context: ToolContext,
  withInactive: boolean,
  step: () => void,
): Promise<Application[]> {
  const filter = withInactive ? undefined : 'status eq "ACTIVE"';
  const source: ListSource = {
    maximum: 200,
    page: ({ after, limit, signal }) =>
      listApplications(context.okta, { query: { filter, after, limit } }, signal),
  };
  const applications: Application[] = [];
  for await (const { items } of context.pages(source)) {
    applications.push(...items.flatMap(applicationOf));
    step();
  }
  return applications;
}

function applicationOf(item: unknown): Application[] {
  const id = textAt(item, "id");
  if (id === undefined) return [];
  return [
    {
      id,
      label: visibleText(textAt(item, "label") ?? id, MAX_LABEL),
      status: textAt(item, "status") ?? "",
      signOnMode: textAt(item, "signOnMode") ?? "",
      created: textAt(item, "created") ?? "",
      isService: valueAt(item, "settings.oauthClient.application_type") === "service",
    },
  ];
}
