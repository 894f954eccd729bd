/**
 * A Response whose body is here already. `text` and `json` read it from memory; the Fetch API's own would pump it
 * through a stream first.
 */
export class WholeResponse extends Response {
  readonly #body: Buffer;

  /** @param body unpacked; a status that has no body (204, 205, 304) must come with an empty one */
  constructor(body: Buffer, status: number, headers: Headers) {
    super(body.length > 0 ? new Uint8Array(body.buffer, body.byteOffset, body.length) : null, {
      status,
      headers,
    });
    this.#body = body;
  }

  override readonly text = async (): Promise<string> => this.#body.toString("utf8");

  override readonly json = async (): Promise<unknown> => JSON.parse(this.#body.toString("utf8"));
}
