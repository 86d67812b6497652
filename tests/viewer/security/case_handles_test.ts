import { assert, assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { CaseHandles } from "../../../lib/viewer/security/case_handles.ts";
import { ServerSecret } from "../../../lib/viewer/security/server_secret.ts";

const handles = new CaseHandles(new ServerSecret("a secret of the server"));
const ids = fc.string({ unit: "grapheme", maxLength: 120 });

Deno.test("CaseHandles gives ids back, one handle for each, that fits into an address", () => {
  fc.assert(fc.property(ids, ids, (id, other) => {
    const handle = handles.of(id);
    assert(/^[\w-]+$/.test(handle), handle);
    assertEquals(handles.id(handle), id);
    assertEquals(handles.of(id) === handles.of(other), id === other);
  }));
});

Deno.test("handles hold nothing of the id, not even its length", () => {
  const [short, long] = ["7", "Doe^Jane^19310208^ward 3^7"].map((id) => handles.of(id));
  assertEquals(short!.length, long!.length);
  for (const part of ["Doe", btoa("Doe").slice(0, 3), "446f65"]) assert(!long!.includes(part));
});

Deno.test("what is no handle of this server's is refused, however near it comes", () => {
  const handle = handles.of("phantom_00003_000");
  for (let at = 0; at < handle.length; at++) {
    const other = handle[at] === "A" ? "B" : "A";
    const forged = handle.slice(0, at) + other + handle.slice(at + 1);
    assertEquals(handles.id(forged), undefined, String(at));
  }
  for (const text of ["", "A", "%", "..", handle.slice(1), `${handle}AAAA`, "phantom_00003_000"]) {
    assertEquals(handles.id(text), undefined, text);
  }
});

Deno.test("handles last as long as the secret does", () => {
  const again = new CaseHandles(new ServerSecret("a secret of the server"));
  assertEquals(again.of("x"), handles.of("x"));
  assertNotEquals(new CaseHandles(new ServerSecret("another")).of("x"), handles.of("x"));
  const [first, second] = [
    new CaseHandles(new ServerSecret()),
    new CaseHandles(new ServerSecret()),
  ];
  assertNotEquals(first.of("x"), second.of("x"));
  assertEquals(first.id(second.of("x")), undefined);
});
