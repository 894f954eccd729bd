/** Runs one action at a time for an object, and tells it whether it had to wait for another. */
export type ObjectTurns = <T>(object: string, action: (hasWaited: boolean) => Promise<T>) => Promise<T>;

/**
 * One change at a time for each object: of two that start from the same version, the second must see what the first has
 * made of it. Models send calls side by side. Whoever waits is not hurried: each change has its own time limits.
 */
export function createObjectTurns(): ObjectTurns {
  const last = new Map<string, Promise<unknown>>();
  return (object, action) => {
    const before = last.get(object);
    const turn = before ? before.then(() => action(true)) : action(false);
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    last.set(object, settled);
    void settled.then(() => {
      if (last.get(object) === settled) last.delete(object);
    });
    return turn;
  };
}
