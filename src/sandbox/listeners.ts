/** A request that has come in whole, before anything is done for it. */
export interface Incoming {
  readonly method: string;
  /** Still encoded. */
  readonly path: string;
  readonly query: string;
  /** The route it is for, in OpenAPI's notation; undefined where there is none. */
  readonly route: string | undefined;
}

/** May change the org, or ask it something over HTTP; the request waits for it. What it throws becomes a 500. */
export type RequestListener = (request: Incoming) => void | Promise<void>;

export interface Listeners {
  /** Calls the listener before each request from now on. @returns what ends that. */
  add(listener: RequestListener): () => void;
  /** Tells all listeners, one after the other. */
  tell(request: Incoming): Promise<void>;
}

export function createListeners(): Listeners {
  const listeners = new Set<RequestListener>();
  return {
    add(listener) {
      // An entry of its own: the same function may listen twice, and each end is its own.
      const entry: RequestListener = (request) => listener(request);
      listeners.add(entry);
      return () => {
        listeners.delete(entry);
      };
    },
    async tell(request) {
      for (const listener of [...listeners]) await listener(request);
    },
  };
}
