import { OktaMcpError } from "../errors.js";
import { noteOf } from "../http/doubt.js";
import type { Change, Update } from "./change.js";
import { checkUnchanged, type Facts, firstObject, readFacts } from "./facts.js";
import type { Gate, Step } from "./gate.js";
import { isObject, type JsonObject, valueAt } from "./paths.js";
import { objectResult, shapeItem } from "./shape.js";
import type { OktaAnswer, ToolContext, ToolResult, View } from "./tool.js";
import { prepareUpdate } from "./update.js";
import { isAsAsked, outcomeOf, stillInDoubt } from "./update-outcome.js";

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
      const { subjects, dependents, requires, turn, asksWhen, asksFor = [] } = update;
      const ifMatch = update.takesIfMatch ? etag : undefined;
      const step: Step = {
        subjects,
        ...(dependents && { dependents }),
        ...(requires && { requires }),
        ...(turn !== undefined && { turn }),
        facts,
        given: { changes },
        changed,
        asks:
          (asksWhen !== undefined && valueAt(current, asksWhen.field) === asksWhen.equals) ||
          changed.some(({ path: [field = ""] }) => asksFor.includes(field)),
        mustBeUnchanged: ifMatch === undefined,
        // The body is checked against the operation's schema; the generated type cannot know that.
        send: (okta) => update.send(okta, body as never, ifMatch),
      };
      const result = (data: unknown, note?: string): ToolResult =>
        objectResult({
          ...outcomeOf(changed, data),
          ...(note !== undefined && { note }),
          ...shownOf(data, update.view, reveals),
        });
      return passed(step, ({ data }) => result(data)).catch(async (error: unknown) => {
        if (!(error instanceof OktaMcpError)) throw error;
        if (error.code !== "outcome_unknown")
          throw ifMatch ? await withVersions(error, update, facts) : error;
        const now = await objectNow(update);
        if (!now) throw error;
        if (!isAsAsked(changed, now)) throw stillInDoubt(error, current, now);
        return result(
          now,
          "The answer to the change was lost. Read again afterwards, the object is as asked.",
        );
      });
    },
  };
}

/** Undefined where it cannot be read. */
async function objectNow({ subjects }: Update): Promise<JsonObject | undefined> {
  const facts = await readFacts({ subjects }).catch(() => undefined);
  return facts?.subjects[0]?.object;
}

/** A conflict that Okta found says nothing of the versions; the object as it is now does. */
async function withVersions(error: OktaMcpError, { subjects }: Update, before: Facts): Promise<unknown> {
  if (error.code !== "conflict" || error.okta?.status !== 412) return error;
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
