# docker build -t evento .    See docs/operating.md.
FROM node:24-bookworm-slim AS build
WORKDIR /srv/evento
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build && npm ci --omit=dev

FROM node:24-bookworm-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 PORT=3000
WORKDIR /srv/evento
COPY --from=build --chown=node:node /srv/evento ./
# The database and the secret, unless DATABASE_URL and AUTH_SECRET say otherwise; and where compose mounts backups.
RUN mkdir -p data /backups && chown node:node data /backups && chmod 700 data /backups
VOLUME /srv/evento/data
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "scripts/start.mjs"]
