import { expect, test } from "vitest";
import { withoutSecrets } from "../../../src/cli/init/show.js";

test.each([
  ['"GITHUB_TOKEN": "ghp_1"', '"GITHUB_TOKEN": "[hidden]"'],
  ["API_KEY = 'abc'", "API_KEY = '[hidden]'"],
  ['"client_secret" : "a\\"b",', '"client_secret" : "[hidden]",'],
  ['"Authorization": "Bearer abc"', '"Authorization": "[hidden]"'],
  [`"OKTA_API_TOKEN": "\${input:okta-api-token}"`, `"OKTA_API_TOKEN": "\${input:okta-api-token}"`],
  ['"OKTA_PRIVATE_KEY_FILE": "/home/ada/key.pem"', '"OKTA_PRIVATE_KEY_FILE": "/home/ada/key.pem"'],
  ['"OKTA_TOKEN_STORE": "file"', '"OKTA_TOKEN_STORE": "file"'],
  ['"command": "node"', '"command": "node"'],
])("%s", (line, shown) => {
  expect(withoutSecrets(line)).toBe(shown);
});
