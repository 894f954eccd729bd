/** The promise's outcome, or a rejection with `late()` when it takes longer than `maxWait` milliseconds. */
export async function within<T>(promise: Promise<T>, maxWait: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), maxWait);
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
