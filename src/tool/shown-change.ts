import { presentable } from "../presentable.js";
import type { FieldChange } from "./update.js";

/** A changed field as it is shown. */
export interface ShownChange {
  /** Dotted path. */
  field: string;
  from: unknown;
  to: unknown;
}

/** The change without secrets, which the field's path tells as much as the value itself. */
export function shownChange({ path, from, to }: FieldChange): ShownChange {
  return presentable({ field: path.join("."), from, to }) as ShownChange;
}
