import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { DamagedAnswer, dicomPart } from "../../../lib/data/dicomweb/multipart.ts";

const TYPE = 'multipart/related; type="application/dicom"; boundary=';
const bytes = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

/** A body of several parts between texts that do not count. */
function bodyOf(
  parts: readonly Uint8Array[],
  boundary: string,
  around: readonly string[] = ["", ""],
): Uint8Array<ArrayBuffer> {
  const head = bytes(`\r\n--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`);
  const pieces = [
    bytes(around[0]!),
    ...parts.flatMap((part) => [head, part]),
    bytes(`\r\n--${boundary}--${around[1]}`),
  ];
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

Deno.test("dicomPart() gives the first part, whatever stands in it and around it", () => {
  const boundary = fc.stringMatching(/^[A-Za-z0-9'()+_,.\/:=?-]{1,70}$/);
  const part = fc.uint8Array({ minLength: 1, maxLength: 300 });
  const around = fc.constantFrom(["", ""], ["not a part", "\r\n"], ["--", "--x\r\nmore"]);
  fc.assert(fc.property(boundary, fc.array(part, { minLength: 1, maxLength: 3 }), around, (
    boundary,
    parts,
    around,
  ) => {
    const marks = bytes(`--${boundary}`).join();
    fc.pre(![...parts, ...around.map(bytes)].some((other) => other.join().includes(marks)));
    fc.pre(!around[0]!.endsWith("-"));
    const body = bodyOf(parts, boundary, around);
    assertEquals(dicomPart(body, `${TYPE}"${boundary}"`)?.join(), parts[0]!.join());
  }));
});

Deno.test("dicomPart() refuses a body that is cut off anywhere", () => {
  const body = bodyOf([bytes("a film")], "x");
  const end = body.length - 2;
  for (let length = 0; length < end; length++) {
    assertThrows(() => dicomPart(body.subarray(0, length), `${TYPE}x`), DamagedAnswer);
  }
});

Deno.test("dicomPart() refuses boundaries that are none, and huge heads, quickly", () => {
  const body = bodyOf([bytes("a film")], "x");
  for (
    const boundary of [
      "",
      '""',
      `"${"x".repeat(71)}"`,
      '"a\u00e9"',

      '"a;b"',
    ]
  ) {
    assertThrows(() => dicomPart(body, TYPE + boundary), DamagedAnswer, "no boundary");
  }
  assertThrows(() => dicomPart(body, "multipart/related"), DamagedAnswer, "no boundary");
  const head = bytes(`--x\r\nContent-Type: ${"a".repeat(1e6)}\r\n\r\nfilm\r\n--x--`);
  assertThrows(() => dicomPart(head, `${TYPE}x`), DamagedAnswer, "ends within its first part");
  const dashes = bytes("-".repeat(1e6));
  assertThrows(() => dicomPart(dashes, `${TYPE}${"-".repeat(69)}x`), DamagedAnswer, "no part");
});

Deno.test("dicomPart() takes a file without parts, and nothing of another kind", () => {
  assertEquals(dicomPart(bytes("film"), "application/dicom"), bytes("film"));
  for (const type of ["text/html", "multipart/form-data; boundary=x", "", null]) {
    assertEquals(dicomPart(bytes("film"), type), undefined);
  }
});
