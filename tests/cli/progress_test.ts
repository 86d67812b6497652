import { assertEquals, assertThrows } from "@std/assert";
import { duration, Progress } from "../../cli/progress.ts";
import { runEvents } from "../../cli/run_events.ts";

Deno.test("duration() speaks of seconds, minutes and hours", () => {
  const spoken = { 0.4: "0 s", 59.6: "1 min 0 s", 200: "3 min 20 s", 3600: "1 h 0 min" };
  for (const [seconds, text] of Object.entries(spoken)) {
    assertEquals(duration(Number(seconds)), text);
  }
  assertEquals(duration(2 * 3600 + 5 * 60 + 59), "2 h 5 min");
});

Deno.test("runEvents() ends loading and scoring once the signal fires", () => {
  const controller = new AbortController();
  const events = runEvents(new Progress({ quiet: true }), controller.signal);
  events.onProgress?.(1, 10, "images");
  controller.abort();
  const { name } = assertThrows(() => events.onProgress?.(2, 10, "images"), DOMException);
  assertEquals(name, "AbortError");
});
