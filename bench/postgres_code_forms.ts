// deno-lint-ignore-file no-console -- this is a command-line entry point
/**
 * Which form of a code PostgreSQL compares fastest: bit strings, or whole numbers cast to them.
 *
 * @module
 */
import { connect } from "../lib/store/postgres/server_connection.ts";
import { parseServerUrl } from "../lib/store/postgres/server_url.ts";

const ROWS = 1_000_000;
const TRIES = 15;

/** Each form: the type of its columns, and the distance to a query of all ones. */
const FORMS: Readonly<Record<string, { columns: string; values: string; distance: string }>> = {
  "64 bits as bit(64)": {
    columns: "code bit(64) not null",
    values: "('x' || left(md5(n::text), 16))::bit(64)",
    distance: "bit_count(code # (-1)::bigint::bit(64))",
  },
  "64 bits as bigint": {
    columns: "code bigint not null",
    values: "('x' || left(md5(n::text), 16))::bit(64)::bigint",
    distance: "bit_count((code # (-1)::bigint)::bit(64))",
  },
  "128 bits as bit(128)": {
    columns: "code bit(128) not null",
    values: "('x' || md5(n::text))::bit(128)",
    distance: "bit_count(code # ('x' || repeat('f', 32))::bit(128))",
  },
  "128 bits as two bigint": {
    columns: "high bigint not null, low bigint not null",
    values: "('x' || left(md5(n::text), 16))::bit(64)::bigint, " +
      "('x' || right(md5(n::text), 16))::bit(64)::bigint",
    distance:
      "bit_count((high # (-1)::bigint)::bit(64)) + bit_count((low # (-1)::bigint)::bit(64))",
  },
};

/** Times the nearest hundred of a million random codes in every form, and prints medians. */
export async function compareCodeForms(url: string): Promise<void> {
  const connection = await connect(parseServerUrl(url));
  try {
    console.log(`\nForms of a code, ${ROWS.toLocaleString("en")} rows, one process:`);
    for (const [name, { columns, values, distance }] of Object.entries(FORMS)) {
      await connection.query("drop table if exists bench_form");
      await connection.query(
        `create unlogged table bench_form (number bigint not null, ${columns})`,
      );
      await connection.query(
        `insert into bench_form select n, ${values} from generate_series(1, ${ROWS}) n`,
      );
      await connection.query("vacuum analyze bench_form");
      const times: number[] = [];
      for (let n = 0; n < TRIES; n++) {
        const { rows } = await connection.query(
          `explain (analyze, timing off, format json)
           select number from bench_form order by ${distance}, number limit 100`,
        );
        times.push(
          (rows[0]!["QUERY PLAN"] as { "Execution Time": number }[])[0]!["Execution Time"],
        );
      }
      times.sort((a, b) => a - b);
      console.log(
        `${name}: ${times[TRIES >> 1]!.toFixed(0)} ms (least ${times[0]!.toFixed(0)} ms)`,
      );
    }
  } finally {
    await connection.query("drop table if exists bench_form");
    await connection.close();
  }
}
