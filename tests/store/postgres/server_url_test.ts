import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { InputError } from "../../../lib/base/errors.ts";
import {
  addressName,
  isLocal,
  isServerUrl,
  parseServerUrl,
} from "../../../lib/store/postgres/server_url.ts";

const noVariables = () => undefined;
const parse = (text: string, variables: Readonly<Record<string, string>> = {}) =>
  parseServerUrl(text, (name) => variables[name]);

/** Host, port, user, password and database. */
function place(text: string, variables: Readonly<Record<string, string>> = {}) {
  const { host, port, user, password, database } = parse(text, variables);
  return [host, port, user, password, database];
}

Deno.test("parseServerUrl() reads an address", () => {
  assertEquals(place("postgres://ann:s%40%2Fcret@db.example:5433/films"), [
    "db.example",
    5433,
    "ann",
    "s@/cret",
    "films",
  ]);
  assertEquals(place("postgresql://ann@[::1]/films"), ["::1", 5432, "ann", undefined, "films"]);
  assertEquals(place("POSTGRES://ann@h"), ["h", 5432, "ann", undefined, "ann"]);
  const socket = ["/run/postgresql", 5433, "ann", undefined, "films"];
  assertEquals(place("postgres://ann@/films?host=/run/postgresql&port=5433"), socket);
  assertEquals(place("postgres://ann@%2Frun%2Fpostgresql:5433/films"), socket);
});

Deno.test("parseServerUrl() takes what is left out from PostgreSQL's variables", () => {
  const variables = {
    PGHOST: "db",
    PGPORT: "6000",
    PGUSER: "bob",
    PGPASSWORD: "secret",
    PGDATABASE: "films",
  };
  assertEquals(place("postgres://", variables), ["db", 6000, "bob", "secret", "films"]);
  assertEquals(place("postgres://ann@/", variables), ["db", 6000, "ann", "secret", "films"]);
  assertEquals(place("postgres:///chest", { USER: "ann" }), [
    "localhost",
    5432,
    "ann",
    undefined,
    "chest",
  ]);
  assertThrows(() => parse("postgres://host"), InputError, "it names no user");
  for (const PGPORT of ["abc", "70000", "0"]) {
    assertThrows(() => place("postgres://ann@h/films", { PGPORT }), InputError, "its port");
  }
});

Deno.test("parseServerUrl() reads settings, with defaults", () => {
  assertEquals(parse("postgres://ann@h").settings, {
    schema: "cohash",
    pool_max: 4,
    connect_timeout: 10,
    statement_timeout: 0,
    application_name: "cohash",
  });
  const { settings } = parse(
    "postgres://ann@h/?schema=chest_14&sslmode=verify-ca&sslrootcert=ca.pem&pool_max=9" +
      "&connect_timeout=3&statement_timeout=60&application_name=viewer",
  );
  assertEquals(settings, {
    schema: "chest_14",
    sslmode: "verify-ca",
    sslrootcert: "ca.pem",
    pool_max: 9,
    connect_timeout: 3,
    statement_timeout: 60,
    application_name: "viewer",
  });
});

Deno.test("parseServerUrl() names what is wrong, and never shows the address", () => {
  const mistakes = {
    "postgres://ann:secret@h:port/films": "expected postgres://user:password@host:5432/database",
    "postgres://ann:secret@h1,h2:5/films?x=:secret": 'the parameter "x", which is unknown',
    "mysql://ann:secret@h/films": "expected postgres://user:password@host:5432/database",
    "postgres://ann:secret%@h/films": "write % as %25",
    "postgres://ann:12/secret@h/films": "write it as %2F",
    "postgres://ann:secret@h/films#secret": "write it as %23",
    "postgres://ann:secret@h/?sslmod=require":
      '"sslmod", which is unknown (did you mean "sslmode"?)',
    "postgres://ann:secret@h/?sslmode=prefer":
      'sslmode is "prefer", expected disable, require, verify-ca or verify-full',
    "postgres://ann:secret@h/?pool_max=0": 'pool_max is "0", expected a whole number from 1 to 100',
    "postgres://ann:secret@h/?pool_max=many": 'pool_max is "many", expected a whole number',
    "postgres://ann:secret@h/?connect_timeout=1e3": 'connect_timeout is "1e3", expected a whole',
    "postgres://ann:secret@h/?schema=My-Schema": 'schema is "My-Schema", expected up to 63 small',
    "postgres://ann:secret@h/?schema=a&schema=b": 'the parameter "schema" twice',
    "postgres://ann:secret@h/?sslcert=a.pem": "sslcert and sslkey go together",
  };
  for (const [text, reason] of Object.entries(mistakes)) {
    const { message } = assertThrows(() => parse(text), InputError);
    assert(message.startsWith("Cannot read the PostgreSQL address: "), message);
    assert(message.includes(reason) && !message.includes("secret"), `${text}: ${message}`);
  }
});

Deno.test("parseServerUrl() ends any text in an address or an InputError", () => {
  const pieces = ["postgres://", "ann", ":", "@", "[", "]", "/", "?", "&", "=", "%", "host", "1"];
  const text = fc.array(fc.constantFrom(...pieces)).map((parts) => "postgres:" + parts.join(""));
  fc.assert(fc.property(text, (text) => {
    try {
      parseServerUrl(text, noVariables);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }));
});

Deno.test("addressName() leaves out the password", () => {
  const name = (text: string) => addressName(parse(text));
  assertEquals(name("postgres://ann:secret@h/films"), "postgres://ann@h:5432/films");
  assertEquals(name("postgres://ann@[::1]:7/films"), "postgres://ann@[::1]:7/films");
});

Deno.test("isLocal() tells this machine from others", () => {
  const local = (text: string) => isLocal(parse(text, { USER: "ann" }));
  for (const host of ["localhost", "127.0.0.1", "[::1]", "%2Frun"]) {
    assertEquals(local(`postgres://${host}/films`), true, host);
  }
  for (const host of ["db.example", "10.0.0.1", "localhost.example"]) {
    assertEquals(local(`postgres://${host}/films`), false, host);
  }
});

Deno.test("isServerUrl() tells addresses from folders", () => {
  assertEquals(["postgres://h", "PostgreSQL://h"].map(isServerUrl), [true, true]);
  assertEquals(["runs/index", "postgres", "/postgres:/x"].map(isServerUrl), [false, false, false]);
});
