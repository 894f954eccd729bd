export type ContractErrorCode =
  /** The source could not be read or fetched, or is neither YAML nor JSON. */
  | "source_unreadable"
  /** It is not an OpenAPI 3.0 document with paths and component schemas. */
  | "not_openapi"
  /** A wanted operation is missing upstream under every id it is known by. */
  | "operation_missing"
  /** A `$ref` that matters points at nothing, or where the contract can not follow. */
  | "reference_dangling"
  /** A wanted operation uses something the contract can not express. */
  | "unsupported"
  /** A correction no longer applies. */
  | "correction_stale";

/** Why a contract could not be built. Narrow on `code`; the message names the place and the way on. */
export class ContractError extends Error {
  override readonly name = "ContractError";
  readonly code: ContractErrorCode;

  constructor(code: ContractErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
