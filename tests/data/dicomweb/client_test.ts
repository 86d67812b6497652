import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { InputError } from "../../../lib/base/errors.ts";
import { DicomWebClient } from "../../../lib/data/dicomweb/client.ts";
import { type Fault, filmOf, json, STUDIES, withFakeServer } from "./fake_server.ts";

const SELECTION = { modalities: ["CR", "DX"] };
const FILM = { study: "1.2.3.0", series: "1.2.3.0.1", object: "1.2.3.0.1.1" };

/** A client that does not wait long, and what it says of repetitions. */
function clientOf(url: string, retries: string[] = [], pauses: readonly number[] = [1, 1, 1]) {
  return new DicomWebClient({ url }, { pauses, onRetry: (message) => retries.push(message) });
}

async function studiesOf(client: DicomWebClient): Promise<readonly string[]> {
  return await Array.fromAsync(client.studies(SELECTION), ({ study }) => study);
}

/** Runs the body once with each fault, which it is told. */
async function withEach(
  faults: Readonly<Record<string, Fault>>,
  body: (url: string, name: string) => Promise<void>,
): Promise<void> {
  for (const [name, fault] of Object.entries(faults)) {
    await withFakeServer((url) => body(url, name), fault);
  }
}

Deno.test("studies() goes through all pages, and gives each study once", async () => {
  await withFakeServer(async (url, asked) => {
    assertEquals(await studiesOf(clientOf(`${url}/`)), STUDIES);
    // Two kinds of image, three pages that have some and an empty one.
    assertEquals(asked.length, 2 * 4);
  });
});

Deno.test("studies() ends where a server knows no pages, says nothing, or has no studies", async () => {
  const all = () => json(STUDIES.map((study) => ({ "0020000D": study })));
  await withEach({
    all: (_, path) => path === "studies" ? all() : undefined,
    none: () => new Response(null, { status: 204 }),
    empty: () => json([]),
  }, async (url, name) => {
    assertEquals(await studiesOf(clientOf(url)), name === "all" ? STUDIES : []);
  });
});

Deno.test("studies() ends in an error where a server invents studies for ever", async () => {
  let made = 0;
  await withFakeServer(async (url) => {
    const client = new DicomWebClient({ url }, { mostPages: 50 });
    await assertRejects(() => studiesOf(client), InputError, "without an end, 50 so far");
    assertEquals(made, 50);
  }, () => json([{ "0020000D": `1.2.${made++}` }]));
});

Deno.test("UIDs that are none are passed over, and none that a caller gives reaches the server", async () => {
  const bad = [
    "../../etc/passwd",
    "1.2/../../3",
    "1..2",
    ".",
    "",
    "1.2.3\0",
    "9".repeat(65),
    "1 2",
  ];
  await withFakeServer(async (url, asked) => {
    const client = clientOf(url);
    assertEquals(await studiesOf(client), ["1.2.3.0"]);
    assertEquals((await client.objects("1.2.3.0", SELECTION)).objects, []);
    const before = asked.length;
    for (const uid of bad) {
      await assertRejects(() => client.objects(uid, SELECTION), InputError, "unique identifier");
      for (const part of ["study", "series", "object"]) {
        await assertRejects(() => client.fetch({ ...FILM, [part]: uid }), InputError);
      }
    }
    assertEquals(asked.length, before);
  }, (_, path) => {
    if (path === "studies") return json([...bad, "1.2.3.0"].map((uid) => ({ "0020000D": uid })));
    const tag = path.endsWith("series") ? "0020000E" : "00080018";
    const valid = tag === "0020000E" ? ["1.2.3.0.1"] : [];
    return json([...bad, ...valid].map((uid) => ({ [tag]: uid, "00080060": "DX" })));
  });
});

Deno.test("what passes is asked again: 5xx, 429, a broken connection, a body that is cut off", async () => {
  const type = { "Content-Type": "multipart/related; type=application/dicom; boundary=film" };
  const faults: Record<string, () => Response> = {
    "500": () => new Response("oh", { status: 500 }),
    "503": () => new Response("", { status: 503, headers: { "Retry-After": "0" } }),
    "429": () => new Response("", { status: 429, headers: { "Retry-After": "soon" } }),
    cut: () =>
      new Response("--film\r\nContent-Type: application/dicom\r\n\r\nhalf a", { headers: type }),
    boundary: () =>
      new Response("--film\r\n\r\nx\r\n--film--", {
        headers: { "Content-Type": `multipart/related; boundary="${"\\u2028".repeat(99)}"` },
      }),
  };
  for (const [name, fault] of Object.entries(faults)) {
    for (const failures of [2, 9]) {
      let left = failures;
      await withFakeServer(async (url) => {
        const retries: string[] = [];
        const client = clientOf(url, retries);
        if (failures === 2) {
          assertEquals(await client.fetch(FILM), filmOf(FILM.study), name);
          assertEquals(retries.length, 2, name);
        } else {
          await assertRejects(() => client.fetch(FILM), InputError, "after 3 repetitions");
        }
      }, () => left-- > 0 ? fault() : undefined);
    }
  }
});

/** Runs the body with a server that answers everything with these words, then hangs up. */
async function withRawServer(answer: string, body: (url: string) => Promise<void>): Promise<void> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = (async () => {
    for await (const connection of listener) {
      await connection.read(new Uint8Array(4096));
      await connection.write(new TextEncoder().encode(answer));
      connection.close();
    }
  })();
  try {
    await body(`http://127.0.0.1:${listener.addr.port}`);
  } finally {
    listener.close();
    await serving;
  }
}

Deno.test("a connection that breaks within an answer is made again, and one that promises too much is not", async () => {
  const head = "HTTP/1.1 200 OK\r\nContent-Type: application/dicom\r\nContent-Length: ";
  const retries: string[] = [];
  await withRawServer(`${head}100\r\n\r\nhalf a film`, async (url) => {
    const client = clientOf(url, retries);
    await assertRejects(() => client.fetch(FILM), InputError, "after 3 repetitions");
    assertEquals(retries.length, 3);
  });
  await withRawServer(`${head}${2 ** 40}\r\n\r\nfilm`, async (url) => {
    const client = clientOf(url, retries);
    await assertRejects(() => client.fetch(FILM), InputError, "an answer has more than 144 MiB");
    assertEquals(retries.length, 3);
  });
  const nobody = clientOf("http://127.0.0.1:1/dicom-web", retries);
  await assertRejects(() => nobody.fetch(FILM), InputError, "after 3 repetitions");
});

Deno.test("what does not pass is said at once, in words", async () => {
  const cases: Record<string, [Fault, string]> = {
    unauthorised: [() => new Response("", { status: 401 }), "a header Authorization that it knows"],
    forbidden: [() => new Response("", { status: 403 }), "a header Authorization that it knows"],
    moved: [() => Response.redirect("http://127.0.0.1:1/"), "names another address"],
    page: [
      () => new Response("<html>", { headers: { "Content-Type": "text/html" } }),
      'answers with "text/html", expected a list',
    ],
    object: [() => Response.json({}), "expected a list in DICOM's JSON"],
    gone: [() => new Response("", { status: 404 }), "expected the address of DICOMweb"],
    wrong: [() => new Response("", { status: 400, statusText: "Bad" }), "it answers 400"],
    endless: [() => new Response(endless()), "an answer has more than 64 MiB"],
  };
  for (const [name, [fault, words]] of Object.entries(cases)) {
    await withFakeServer(async (url, asked) => {
      const error = await assertRejects(() => studiesOf(clientOf(url)), InputError, words);
      assert(!error.message.includes("\n"), name);
      assertEquals(asked.length, 1, name);
    }, fault);
  }
});

/** Bytes without an end. */
function endless(): ReadableStream<Uint8Array> {
  const chunk = new Uint8Array(1 << 20).fill(32);
  return new ReadableStream({ pull: (controller) => controller.enqueue(chunk) });
}

Deno.test("fetch() gives nothing of an object that is gone, and refuses another kind of answer", async () => {
  await withFakeServer(async (url) => {
    assertEquals(await clientOf(url).fetch({ ...FILM, object: "1.2.3.0.1.2" }), undefined);
  });
  await withFakeServer(async (url) => {
    await assertRejects(() => clientOf(url).fetch(FILM), InputError, "expected a DICOM file");
  }, () => Response.json({}));
});

Deno.test("a pause ends at once when the work is ended", async () => {
  await withFakeServer(async (url) => {
    const ending = new AbortController();
    const client = new DicomWebClient({ url }, {
      pauses: [600_000],
      onRetry: () => queueMicrotask(() => ending.abort()),
    });
    await assertRejects(() => client.fetch(FILM, ending.signal), DOMException, "aborted");
  }, () => new Response("", { status: 500 }));
});

Deno.test("addresses and headers that are none are refused, without showing what is secret", () => {
  for (const url of ["pacs", "ftp://pacs/x", "http://pacs/x?y=1", "http://pacs/#a", ""]) {
    assertThrows(() => new DicomWebClient({ url }), InputError, "Cannot use the DICOMweb address");
  }
  for (const authorization of ["", "Bearer a\r\nX-Other: b", "Bearer ü", "a\0b"]) {
    const error = assertThrows(
      () => new DicomWebClient({ url: "http://pacs/", authorization }),
      InputError,
      "expected one line",
    );
    assert(authorization === "" || !error.message.includes(authorization));
  }
  new DicomWebClient({ url: "http://pacs/", authorization: "Bearer abc.def\n" });
});
