import { type Caller, kindChangedBy } from "./caller.js";
import { KIND_NAMES, KINDS, type KindName } from "./kinds.js";
import { LISTS } from "./lists.js";
import type { Subject } from "./subject.js";

/** One use of a tool by a caller, on an object that it fits more often than not. */
export async function takeTurn(caller: Caller, tool: string): Promise<void> {
  await caller.settle();
  const created = KIND_NAMES.find((kind) => KINDS[kind].create("", true, caller.home).tool === tool);
  if (created) {
    await caller.create(created);
    return;
  }
  const changed = kindChangedBy(tool);
  if (changed) return change(caller, changed, tool);
  const read = KIND_NAMES.find((kind) => KINDS[kind].read.tool === tool);
  if (read) return caller.get(await someOf(caller, read));
  const list = LISTS[tool];
  if (!list) throw new Error(`the soak does not know ${tool}`);
  await list(caller);
}

async function change(caller: Caller, kind: KindName, tool: string): Promise<void> {
  const changeOf = (subject: Subject) =>
    KINDS[kind].changes[tool]?.(subject.id ?? "", caller.mark(), subject.home);
  const isHome = (subject: Subject) => subject.home.group === caller.home.group || kind !== "user";
  const candidates = caller.present(kind).filter(isHome);
  if (tool === "unlock_user") lockOne(caller, candidates);
  const ready = candidates.filter((subject) => {
    const change = changeOf(subject);
    return change && subject.isReadyFor(change.step);
  });
  const from = ready.length > 0 && caller.random.chance(0.9) ? ready : candidates;
  const subject =
    from.length > 0 && (from === ready || caller.random.chance(0.5))
      ? caller.random.pick(from)
      : await caller.create(kind, !/^(activate|delete)_/.test(tool));
  const wanted = changeOf(subject);
  if (wanted && subject.id !== undefined && !subject.lost) await caller.change(subject, tool, wanted);
}

async function someOf(caller: Caller, kind: KindName): Promise<Subject> {
  const present = caller.present(kind);
  return present.length > 0 ? caller.random.pick(present) : caller.create(kind);
}

/** Someone types a wrong password too often: no tool of ours does that. */
function lockOne(caller: Caller, candidates: readonly Subject[]): void {
  for (const subject of candidates) {
    const user = caller.org.users.get(subject.id ?? "");
    if (user?.status !== "ACTIVE") continue;
    caller.see(subject, { status: "ACTIVE" }, "the org");
    user.status = "LOCKED_OUT";
    subject.learn((state) => state && { ...state, status: "LOCKED_OUT" }, "done");
    return;
  }
}
