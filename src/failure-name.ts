/** `EACCES` and its like, or the error's name: short, and free of anything the failed call was given. */
export function failureName(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return error instanceof Error ? error.name : "unknown error";
}
