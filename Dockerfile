# cohash with all its subcommands, as a user without rights. Films and runs lie in /work.
FROM node:24-bookworm-slim

RUN npm install --global deno@2.9.6 && npm cache clean --force

ENV DENO_DIR=/deno NO_COLOR=1
WORKDIR /cohash
COPY deno.json deno.lock ./
COPY data ./data
COPY experiments ./experiments
COPY lib ./lib
COPY cli ./cli
COPY README.md ./
COPY docs ./docs
# Fetches all packages now, so that the container needs no network, and lets any user read them.
RUN deno install --frozen --entrypoint cli/cohash.ts lib/study/worker.ts lib/viewer/film_worker.ts \
  && mkdir /work && chown node:node /work && chmod -R a+rX /cohash /deno

USER node
WORKDIR /work
EXPOSE 8000
# Of the viewer alone: other subcommands listen nowhere and are healthy while they run.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD \
  ["node", "-e", "fetch('http://127.0.0.1:8000/api/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

ENTRYPOINT ["deno", "run", "-A", "--cached-only", "/cohash/cli/cohash.ts"]
CMD ["--help"]
