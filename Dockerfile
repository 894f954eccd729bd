# The program alone, without a shell, run by nobody in particular. Settings and secrets come when it is started:
#   docker build --tag okta-mcp .
#   docker run --rm --interactive --env OKTA_ORG_URL --env OKTA_API_TOKEN okta-mcp

FROM node:22-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY build.mjs tsconfig.json README.md LICENSE NOTICE ./
COPY src ./src
COPY generated ./generated
# Exactly what the package holds goes on.
RUN npm run build \
  && npm pack --silent --pack-destination /tmp \
  && mkdir /app \
  && tar -xzf /tmp/okta-mcp-*.tgz -C /app --strip-components=1

FROM gcr.io/distroless/nodejs22-debian12:nonroot
LABEL org.opencontainers.image.title="okta-mcp" \
  org.opencontainers.image.licenses="Apache-2.0" \
  io.modelcontextprotocol.server.name="io.github.okta-mcp/okta-mcp"
WORKDIR /app
COPY --from=build /app ./
USER nonroot
# There is no port to knock at: whether the program can still be started is all that can be asked from outside.
HEALTHCHECK --interval=60s --timeout=10s --retries=3 CMD ["/nodejs/bin/node", "dist/cli.js", "--version"]
ENTRYPOINT ["/nodejs/bin/node", "dist/cli.js"]
