import { assert, assertEquals, assertThrows } from "@std/assert";
import { createHmac } from "node:crypto";
import { decodeMessageFrames, encodeMessageFrames } from "../../../tools/notebooks/messages.ts";

const request = {
  type: "execute_request",
  id: "request 1",
  parentId: "",
  content: { code: "1 + 1", silent: false },
};

Deno.test("decodeMessageFrames() reads what encodeMessageFrames() wrote, behind any addresses", () => {
  const frames = encodeMessageFrames({ ...request, parentId: "request 0" }, "key");
  const address = new TextEncoder().encode("kernel.status");
  assertEquals(decodeMessageFrames([address, ...frames], "key"), {
    ...request,
    parentId: "request 0",
  });
});

Deno.test("encodeMessageFrames() signs the four parts with HMAC-SHA256, in hexadecimal", () => {
  const [delimiter, signature, ...parts] = encodeMessageFrames(request, "key");
  const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
  assertEquals(text(delimiter), "<IDS|MSG>");
  assertEquals(parts.length, 4);
  const signed = createHmac("sha256", "key").update(parts.map(text).join("")).digest("hex");
  assertEquals(text(signature), signed);
});

Deno.test("decodeMessageFrames() throws when the signature is wrong", () => {
  const frames = encodeMessageFrames(request, "key");
  assertThrows(() => decodeMessageFrames(frames, "another key"), Error, "signature is wrong");
  const changed = frames.with(5, new TextEncoder().encode('{"code":"2 + 2"}'));
  assertThrows(() => decodeMessageFrames(changed, "key"), Error, "signature is wrong");
});

Deno.test("decodeMessageFrames() throws when the frames are no message", () => {
  const frames = encodeMessageFrames(request, "key");
  assert(frames.length === 6);
  assertThrows(() => decodeMessageFrames(frames.slice(1), "key"), Error, "not those of");
  assertThrows(() => decodeMessageFrames(frames.slice(0, 4), "key"), Error, "not those of");
});
