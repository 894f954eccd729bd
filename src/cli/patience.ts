/** Waits so many milliseconds, and keeps no process alive for it; Node's own promise of it takes a module more to load. */
export function patience(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
