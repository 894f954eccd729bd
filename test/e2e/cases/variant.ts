import type { Json } from "../support/session.js";

/** One variant of a body: what creates it, a patch, and where the patch shows. */
export interface Variant {
  /** The discriminator's value. */
  readonly kind: string;
  readonly body: Json;
  readonly changes: Json;
  /** The dotted paths that the patch changes, and nothing else does. */
  readonly changed: readonly string[];
}
