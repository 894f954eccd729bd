/**
 * A Response whose body is here already. `text` and `json` read it from memory; the Fetch API's own would wrap it in
 * a stream and pump it through, which costs more than all else in a small answer.
 */
export class WholeResponse extends Response {
  readonly #body: Buffer;

  /** @param body unpacked */
  constructor(body: Buffer, status: number, headers: Headers) {
    super(null, { status, headers });
    this.#body = body;
  }

  override readonly text = async (): Promise<string> => this.#body.toString("utf8");

  override readonly json = async (): Promise<unknown> => JSON.parse(this.#body.toString("utf8"));

  override readonly clone = (): WholeResponse => new WholeResponse(this.#body, this.status, this.headers);
}
