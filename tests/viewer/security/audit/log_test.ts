import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { join } from "node:path";
import { InputError } from "../../../../lib/base/errors.ts";
import type { AuditEntry } from "../../../../lib/viewer/security/audit/chain.ts";
import { AuditError, AuditLog } from "../../../../lib/viewer/security/audit/log.ts";
import { verifyAudit } from "../../../../lib/viewer/security/audit/verify.ts";
import { ServerSecret } from "../../../../lib/viewer/security/server_secret.ts";
import { inTemporaryFolder } from "../../../helpers/folders.ts";

const SECRET = new ServerSecret("a secret of the server");
const START = Date.parse("2026-11-28T23:59:00Z");

function entry(n: number): AuditEntry {
  const time = new Date(START + n).toISOString();
  const film = `${n}`.padStart(64, "0");
  return {
    time,
    user: "jane",
    role: "reader",
    address: "192.0.2.1",
    action: "search",
    film,
    status: 200,
  };
}

/** A log of lines 1 to `lines`, in files of some ten lines each. */
async function written(folder: string, lines: number): Promise<string> {
  const path = join(folder, "audit.log");
  const log = await AuditLog.open(path, SECRET, { fileBytes: 2500, now: () => new Date(START) });
  for (let n = 1; n <= lines; n++) log.write(entry(n));
  log.close();
  return path;
}

async function broken(path: string, words: RegExp): Promise<void> {
  const error = await assertRejects(() => verifyAudit(path, SECRET), InputError);
  assertMatch(error.message, words);
}

/** Does something to the lines of a file. */
async function edit(path: string, change: (lines: string[]) => string[]): Promise<void> {
  const lines = (await Deno.readTextFile(path)).split("\n").slice(0, -1);
  await Deno.writeTextFile(path, change(lines).map((line) => `${line}\n`).join(""));
}

const filesOf = (folder: string) =>
  Array.from(Deno.readDirSync(folder), ({ name }) => name).filter((name) => !name.endsWith(".end"))
    .sort();

Deno.test("a log is whole over files and restarts, and its lines tell what was asked", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = await written(folder, 25);
    const again = await AuditLog.open(path, SECRET, {
      fileBytes: 2500,
      now: () => new Date(START),
    });
    again.write(entry(26));
    again.close();
    const { first, last, files } = await verifyAudit(path, SECRET);
    assertEquals([first, last, files], [1, 26, filesOf(folder).length]);
    assert(files > 2);
    const [line] = (await Deno.readTextFile(join(folder, "audit.log.000000000001"))).split("\n");
    const { previous, ...told } = JSON.parse(line!);
    assertEquals([previous, told], ["", { sequence: 1, ...entry(1) }]);
    assertEquals((await Deno.stat(path)).mode! & 0o777, 0o600);
  });
});

Deno.test("verifyAudit() names the line that was changed, removed, added or put elsewhere", async () => {
  const attack = async (act: (path: string) => Promise<void>, words: RegExp) => {
    await inTemporaryFolder(async (folder) => {
      const path = await written(folder, 25);
      await verifyAudit(path, SECRET);
      await act(path);
      await broken(path, words);
    });
  };
  const second = (path: string) => `${path}.000000000001`;
  const change = (at: number) => (path: string) =>
    edit(second(path), (lines) => lines.with(at, lines[at]!.replace("jane", "john")));
  await attack(change(3), /audit\.log\.000000000001, line 5: .*one of both was changed/);
  await attack(
    (path) => edit(second(path), (lines) => lines.toSpliced(4, 1)),
    /000000000001, line 5: line 5 of the log is expected/,
  );
  await attack(
    (path) => edit(second(path), (lines) => lines.toSpliced(4, 0, lines[3]!)),
    /line 5: line 5 of the log is expected/,
  );
  // A line that is numbered anew still does not know the seal of the one before it.
  await attack(
    (path) =>
      edit(path, (lines) => {
        const { sequence, ...rest } = JSON.parse(lines.at(-1)!);
        return [...lines, JSON.stringify({ sequence: sequence + 1, ...rest })];
      }),
    /line \d+: it does not fit the line before it/,
  );
  await attack((path) => edit(path, (lines) => lines.slice(0, -1)), /lines 25 to 25 are gone/);
  await attack((path) => Deno.remove(path), /lines \d+ to 25 are gone/);
  await attack(
    (path) => edit(path, (lines) => lines.with(-1, lines.at(-1)!.replace("jane", "john"))),
    /its last line, 25, was changed/,
  );
  await attack((path) => Deno.remove(`${path}.end`), /seals its end is gone/);
  await attack(
    (path) => Deno.remove(second(path)),
    /lines 1 to \d+ are gone, and no line tells/,
  );
  await attack(async (path) => {
    const [a, b] = filesOf(join(path, "..")).slice(1).map((name) => join(path, "..", name));
    await Deno.rename(a!, `${path}.x`);
    await Deno.rename(b!, a!);
    await Deno.rename(`${path}.x`, b!);
  }, /its name denies|is expected here/);
  await attack((path) => edit(path, (lines) => [...lines, "hello"]), /no line of an audit log/);
  const other = new ServerSecret("another secret");
  await inTemporaryFolder(async (folder) => {
    const path = await written(folder, 3);
    await assertRejects(() => verifyAudit(path, other), InputError, "does not fit");
  });
});

Deno.test("another day begins another file, and old files go with a line that says so", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "audit.log");
    let now = Date.now();
    const options = { fileBytes: 1e6, keepDays: 30, now: () => new Date(now) };
    const log = await AuditLog.open(path, SECRET, options);
    for (let day = 0; day < 4; day++) {
      log.write(entry(day));
      log.write(entry(day));
      now += 86_400_000;
    }
    assertEquals(filesOf(folder).length, 4);
    now += 31 * 86_400_000;
    log.write(entry(9));
    log.close();
    assertEquals(filesOf(folder).length, 1);
    assertEquals(await verifyAudit(path, SECRET), { files: 1, first: 9, last: 10 });
    const [line] = (await Deno.readTextFile(path)).split("\n");
    assertEquals([JSON.parse(line!).action, JSON.parse(line!).through], ["retire", 8]);
  });
});

Deno.test("a log goes on after a crash, and not where others changed it", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = await written(folder, 5);
    const open = () => AuditLog.open(path, SECRET, { fileBytes: 1e6, now: () => new Date(START) });
    const end = await Deno.readTextFile(`${path}.end`);
    const log = await open();
    log.write(entry(6));
    log.close();
    // The crash came before the seal, or in the midst of a line.
    await Deno.writeTextFile(`${path}.end`, end);
    (await open()).close();
    await verifyAudit(path, SECRET);
    await Deno.writeTextFile(path, '{"sequence":7,"ti', { append: true });
    const late = await open();
    late.write(entry(7));
    late.close();
    assertEquals((await verifyAudit(path, SECRET)).last, 7);

    await edit(path, (lines) => lines.slice(0, -2));
    const error = await assertRejects(open, InputError, "does not end as it was left");
    assert(error.message.includes("cohash audit verify"));
  });
});

Deno.test("write() fails where the line cannot stand, and leaves the log whole", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = await written(folder, 2);
    const log = await AuditLog.open(path, SECRET, { fileBytes: 1e6, now: () => new Date(START) });
    // What seals the end cannot be written: the line goes, too.
    await Deno.rename(`${path}.end`, `${path}.kept`);
    await Deno.mkdir(`${path}.end`);
    assertThrows(() => log.write(entry(3)), AuditError);
    await Deno.remove(`${path}.end`);
    await Deno.rename(`${path}.kept`, `${path}.end`);
    assertEquals((await verifyAudit(path, SECRET)).last, 2);
    log.write(entry(3));
    assertEquals((await verifyAudit(path, SECRET)).last, 3);
    // Others wrote to it while it was open.
    await Deno.writeTextFile(path, "x", { append: true });
    assertThrows(() => log.write(entry(4)), AuditError, "changed or moved");
    log.close();
  });
});
