import { assert, assertEquals, assertRejects } from "@std/assert";
import { InputError } from "../../lib/base/errors.ts";
import type { StudyAnswer } from "../../lib/viewer/study_schemas.ts";
import type { Viewer } from "../../lib/viewer/viewer.ts";
import { filmOf, json, multipart, STUDIES, withFakeServer } from "../data/dicomweb/fake_server.ts";
import { AUTHORIZATION, dicomFilm, testWithOrthanc, uidOf } from "../helpers/orthanc.ts";
import { post } from "./api_client.ts";
import { makeSample, serveSample, testRunning } from "./sample.ts";

const sample = await makeSample(20);
Deno.test.afterAll(() => sample.remove());

/** Runs the body with a viewer that opens studies of a server, and what its operator is told. */
async function withArchive(
  archive: { readonly url: string; readonly authorization?: string },
  body: (viewer: Viewer, faults: readonly string[]) => Promise<void>,
): Promise<void> {
  const faults: string[] = [];
  const onFault = (error: unknown) => faults.push(String(error));
  const viewer = await serveSample(sample, { archive, onFault });
  try {
    await body(viewer, faults);
  } finally {
    await viewer.close();
  }
}

testWithOrthanc(
  "POST /api/study gives a study's chest films by UID and accession number, and they ask",
  async (orthanc) => {
    await orthanc.store(dicomFilm(1, 1, { viewPosition: "LL" }));
    await orthanc.store(dicomFilm(1, 2, { viewPosition: "AP" }));
    await orthanc.store(dicomFilm(1, 3, { modality: "CT" }));
    await orthanc.store(dicomFilm(2, 1, { bodyPart: "HAND" }));
    await withArchive({ ...orthanc, authorization: AUTHORIZATION }, async (viewer) => {
      const study = uidOf(1, 1).split(".").slice(0, -2).join(".");
      const { json } = await post<StudyAnswer>(viewer, "/api/study", { name: study });
      assertEquals(json.films.map(({ object, view }) => [object, view]), [
        [uidOf(1, 2), "AP"],
        [uidOf(1, 1), "LATERAL"],
      ]);
      assertEquals((await post<StudyAnswer>(viewer, "/api/study", { name: "A1" })).json, json);
      const { view: _, ...film } = json.films[0]!;
      const { bytes, status } = await post(viewer, "/api/study/film", film);
      assertEquals(status, 200);
      const found = await fetch(new URL("/api/search", viewer.url), {
        method: "POST",
        body: bytes,
      });
      assertEquals(found.status, 200, await found.text());

      // Neither other studies by a wildcard, nor studies that show something else.
      for (const name of ["*", "A?", "A\\", "A9", "1.2.3.4", uidOf(2, 1).slice(0, -4)]) {
        assertEquals((await post(viewer, "/api/study", { name })).status, 404, name);
      }
      const other = { study: film.study, series: film.series.replace(/1$/, "2") };
      const ct = await post(viewer, "/api/study/film", { ...other, object: uidOf(1, 3) });
      assertEquals(ct.status, 404);
    });
  },
);

testRunning(
  "a study is asked for at the one address, and no other text becomes a part of it",
  async () => {
    await withFakeServer(async (url, asked) => {
      await withArchive({ url }, async (viewer) => {
        const film = { study: STUDIES[0]!, series: `${STUDIES[0]}.1`, object: `${STUDIES[0]}.1.1` };
        assertEquals((await post(viewer, "/api/study/film", film)).bytes, filmOf(STUDIES[0]!));
        const before = asked.length;
        for (const bad of ["../..", "http://127.0.0.1:1/", "1.2/../3", "", "1".repeat(65)]) {
          for (const part of Object.keys(film)) {
            const { status } = await post(viewer, "/api/study/film", { ...film, [part]: bad });
            assertEquals(status, 400);
          }
          assert([400, 404].includes((await post(viewer, "/api/study", { name: bad })).status));
        }
        // Words are asked for as accession numbers, in the query.
        assertEquals(new Set(asked.slice(before)), new Set(["studies"]));
      });
    }, (request, path) => {
      const isByNumber = new URL(request.url).searchParams.has("AccessionNumber");
      return path === "studies" && isByNumber ? json([]) : undefined;
    });
  },
);

testRunning("users are not told why the archive refuses, and its operator is", async () => {
  const answers = {
    refuses: () => new Response("", { status: 401 }),
    fails: () => new Response("secret stack trace", { status: 500 }),
    moves: () => Response.redirect("http://127.0.0.1:1/"),
  };
  for (const answer of Object.values(answers)) {
    await withFakeServer(async (url) => {
      await withArchive({ url }, async (viewer, faults) => {
        const { status, json } = await post(viewer, "/api/study", { name: STUDIES[0] });
        assertEquals([status, json], [502, {
          error: "The archive cannot be read; its operator is told why",
        }]);
        assertEquals(faults.length, 1);
        assert(faults[0]!.includes(url), faults[0]);
      });
    }, answer);
  }
});

testRunning("what an archive sends that is no chest film is not passed on", async () => {
  const film = { study: STUDIES[0]!, series: `${STUDIES[0]}.1`, object: `${STUDIES[0]}.1.1` };
  const files = [
    dicomFilm(1, 1, { bodyPart: "HAND" }),
    dicomFilm(1, 1, { modality: "CT" }),
    new TextEncoder().encode("<script>alert(1)</script>"),
  ];
  for (const file of files) {
    await withFakeServer(async (url) => {
      await withArchive({ url }, async (viewer) => {
        const { status, json } = await post(viewer, "/api/study/film", film);
        assertEquals([status, json], [404, { error: "This is no chest film" }]);
      });
    }, (_, path) => path.endsWith(".1.1") ? multipart(file) : undefined);
  }
});

testRunning(
  "a viewer without an archive opens no studies, and none that hides identifiers does",
  async () => {
    const viewer = await serveSample(sample);
    try {
      const { status, json } = await post(viewer, "/api/study", { name: "1.2.3" });
      assertEquals([status, json], [404, { error: "This viewer opens no studies" }]);
    } finally {
      await viewer.close();
    }
    const archive = { url: "http://127.0.0.1:1" };
    await assertRejects(
      () => serveSample(sample, { archive, hidesIdentifiers: true }),
      InputError,
      "--hide-identifiers, --dicomweb",
    );
    await assertRejects(
      () => serveSample(sample, { archive: { url: "pacs" } }),
      InputError,
      "Cannot use the DICOMweb address",
    );
  },
);
