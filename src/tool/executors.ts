import { OktaMcpError } from "../errors.js";
import { noteOf } from "../http/doubt.js";
import type { Change, Update } from "./change.js";
import { checkUnchanged, type Facts, firstObject, readFacts } from "./facts.js";
import type { Gate, Step } from "./gate.js";
import { isObject, valueAt } from "./paths.js";
import { objectResult, shapeItem } from "./shape.js";
import { shownChange } from "./shown-change.js";
import type { OktaAnswer, ToolContext, ToolResult, View } from "./tool.js";
import { prepareUpdate } from "./update.js";

type Executors = Pick<ToolContext, "send" | "act" | "update">;

/**
 * The ways in which tools change something, all of them through the gate. `reveals`: secrets the answer hands over.
 * @param described the tool's name, where describe_schema tells of its body
 */
export function createExecutors(gate: Gate, reveals: readonly string[], described?: string): Executors {
  const passed = async (step: Step, result: (answer: OktaAnswer) => ToolResult): Promise<ToolResult> => {
    const passage = await gate.pass(step);
    return "dryRun" in passage ? passage.dryRun : result(passage.answer);
  };
  return {
    send: (view, change: Change) => passed(change, ({ data }) => summary(data, view, reveals)),
    act: (identifiers, change) =>
      passed(change, ({ response }) => {
        const note = noteOf(response);
        return { done: true, ...identifiers, ...(note !== undefined && { note }) };
      }),
    update: async (update) => {
      const facts = await readFacts({ subjects: update.subjects });
      const current = firstObject(facts);
      const etag = facts.subjects[0]?.etag;
      const { body, changed, changes } = prepareUpdate(current, update, described);
      if (changed.length === 0) {
        return {
          ...(gate.isDryRun && { dry_run: true }),
          changed: [],
          note: "The object already is so: nothing was sent.",
          ...shownOf(current, update.view, []),
        };
      }
      const { subjects, dependents, requires, asksWhen } = update;
      const ifMatch = update.takesIfMatch ? etag : undefined;
      const step: Step = {
        subjects,
        ...(dependents && { dependents }),
        ...(requires && { requires }),
        facts,
        given: { changes },
        changed,
        asks: asksWhen !== undefined && valueAt(current, asksWhen.field) === asksWhen.equals,
        mustBeUnchanged: ifMatch === undefined,
        // The body is checked against the operation's schema; the generated type cannot know that.
        send: (okta) => update.send(okta, body as never, ifMatch),
      };
      return passed(step, ({ data }) =>
        objectResult({ changed: changed.map(shownChange), ...shownOf(data, update.view, reveals) }),
      ).catch(async (error: unknown) => {
        throw ifMatch === undefined ? error : await withVersions(error, update, facts);
      });
    },
  };
}

/** A conflict that Okta found says nothing of the versions; the object as it is now does. */
async function withVersions(error: unknown, { subjects }: Update, before: Facts): Promise<unknown> {
  if (!(error instanceof OktaMcpError) || error.code !== "conflict" || error.okta?.status !== 412)
    return error;
  try {
    checkUnchanged(before, await readFacts({ subjects }));
    return error;
  } catch (found) {
    return found instanceof OktaMcpError && found.code === "conflict" ? found : error;
  }
}

function summary(data: unknown, view: View | undefined, reveals: readonly string[]): ToolResult {
  const shown = shownOf(data, view, reveals);
  return objectResult(Object.keys(shown).length > 0 ? shown : { done: true });
}

function shownOf(data: unknown, view: View | undefined, reveals: readonly string[]): ToolResult {
  const shown = isObject(data) && view ? shapeItem(data, {}, view, reveals) : {};
  return isObject(shown) ? shown : {};
}
