import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { escapeHtml, Html, html } from "../../lib/report/html.ts";

Deno.test("html() escapes texts and keeps HTML", () => {
  const inner = html`<b>${"a < b"}</b>`;
  assertEquals(
    html`<p title="${`"x" & 'y'`}">${inner}${7}</p>`.toString(),
    '<p title="&quot;x&quot; &amp; &#39;y&#39;"><b>a &lt; b</b>7</p>',
  );
});

Deno.test("html() inserts lists item by item and nothing for absent values", () => {
  assertEquals(html`[${["a", new Html("<i>"), ["<"]]}]`.toString(), "[a<i>&lt;]");
  assertEquals(html`[${null}${undefined}${false}${""}${0}]`.toString(), "[0]");
});

Deno.test("escapeHtml() leaves nothing that opens a tag or closes an attribute", () => {
  const decode: Readonly<Record<string, string>> = {
    "&amp;": "&",
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&#39;": "'",
  };
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...`<>&"'a;#3$`) }), (text) => {
      const escaped = escapeHtml(text);
      assert(!/[<>"']/.test(escaped));
      assertEquals(escaped.replace(/&[^;]+;/g, (entity) => decode[entity] ?? "?"), text);
    }),
    { seed: 1 },
  );
});
