/** As `Promise.all`, but at rest when it rejects: no request goes on after the call has answered. */
export async function allRead<T extends readonly unknown[]>(
  reads: {
    [K in keyof T]: Promise<T[K]>;
  },
): Promise<T> {
  await Promise.allSettled(reads);
  return (await Promise.all(reads)) as unknown as T;
}
