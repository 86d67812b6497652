import { assertEquals } from "@std/assert";
import { describeIndex, infoText } from "../../../lib/search/indexing/index_info.ts";
import { HammingIndex } from "../../../lib/store/memory/hamming_index.ts";

Deno.test("describeIndex() tells dates and reports where some are known", () => {
  const index = HammingIndex.empty({ bits: 8, model: "m", labelNames: ["Mass"] });
  const film = { patient: "1", labels: [], unknown: [], sex: "F", age: 60, view: "PA", image: "" };
  index.add([{ ...film, id: "a" }], new Uint8Array(1));
  const lines = () =>
    infoText(describeIndex(index)).split("\n").filter((line) => /^(dates|reports)/.test(line));
  assertEquals(describeIndex(index).dates, null);
  assertEquals(lines(), []);
  index.add([
    { ...film, id: "b", date: "2017-03-05", report: "No effusion." },
    { ...film, id: "c", date: "2015-12-31" },
  ], new Uint8Array(2));
  assertEquals(lines(), ["dates     2015-12-31 to 2017-03-05, of 2 films", "reports   1"]);
});
