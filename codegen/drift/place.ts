import type { Step } from "./finding.js";

const MAX_VARIANTS = 3;

/**
 * Where a change stands, in words a person finds in Okta's reference: `body, OPENID_CONNECT, settings.app.name`.
 * Ways that differ in one variant only are told as one.
 */
export function placeOf(where: string, paths: readonly (readonly Step[])[]): string {
  const [first = []] = paths;
  const at = first.findIndex((step) => step.kind === "variant");
  const twins = paths.filter((path) => withoutVariant(path, at) === withoutVariant(first, at));
  const labels = new Set(
    twins.flatMap((path) => {
      const step = path[at];
      return step?.kind === "variant" ? [step.value] : [];
    }),
  );
  const joined =
    labels.size > MAX_VARIANTS ? `any of ${labels.size} variants` : [...labels].sort().join(" or ");
  return render(
    where,
    first.map((step, index) => (index === at ? { kind: "variant", value: joined } : step)),
  );
}

function withoutVariant(path: readonly Step[], at: number): string {
  return render(
    "",
    path.map((step, index) => (index === at && step.kind === "variant" ? { ...step, value: "*" } : step)),
  );
}

function render(where: string, path: readonly Step[]): string {
  const pieces = [where];
  let isField = false;
  for (const step of path) {
    if (step.kind === "variant") pieces.push(step.value);
    else if (step.kind === "property" && !isField) pieces.push(step.name);
    else pieces.push(`${pieces.pop() ?? ""}${suffix(step)}`);
    isField = step.kind === "property" || (isField && step.kind !== "variant");
  }
  return pieces.join(", ");
}

function suffix(step: Exclude<Step, { kind: "variant" }>): string {
  if (step.kind === "property") return `.${step.name}`;
  return step.kind === "items" ? "[]" : ".*";
}
