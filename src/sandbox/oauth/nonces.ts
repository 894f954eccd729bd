/** The nonces that DPoP proofs must carry (RFC 9449, sections 8 and 9). */
export interface Nonces {
  /** The one to tell clients now. */
  current(): string;
  accepts(nonce: string): boolean;
  /** Forgets all nonces, so that the next proof of every client is asked for another one. */
  rotate(): void;
}

/** @param lifetime seconds a nonce is accepted; a new one is told from half of it on, so that clients move over in time. */
export function createNonces(lifetime: number, newSecret: () => string, now: () => Date): Nonces {
  let nonces: { readonly value: string; readonly issued: number }[] = [];
  const age = (issued: number) => (now().getTime() - issued) / 1000;
  return {
    current() {
      const last = nonces.at(-1);
      if (last !== undefined && age(last.issued) < lifetime / 2) return last.value;
      const value = newSecret();
      nonces = [...nonces.filter(({ issued }) => age(issued) < lifetime), { value, issued: now().getTime() }];
      return value;
    },
    accepts: (nonce) => nonces.some(({ value, issued }) => value === nonce && age(issued) < lifetime),
    rotate() {
      nonces = [];
    },
  };
}
