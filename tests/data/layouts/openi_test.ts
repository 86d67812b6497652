import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createTar } from "nanotar";
import { InputError } from "../../../lib/base/errors.ts";
import { readLabels } from "../../../lib/data/layouts/read_labels.ts";
import { inTemporaryFolder } from "../../helpers/folders.ts";

/** A report in the form of ecgen-radiology's. */
function report(id: number, headings: readonly string[], images: readonly string[]): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<eCitation>
  <meta type="rr"/>
  <uId id="CXR${id}"/>
  <pmcId id="${id}"/>
  <licenseType>open-access</licenseType>
  <MedlineCitation><Article><Abstract>
    <AbstractText Label="FINDINGS">Heart &amp; lungs &lt; XXXX.</AbstractText>
  </Abstract></Article></MedlineCitation>
  <MeSH>
${headings.map((heading) => `    <major>${heading}</major>`).join("\n")}
    <automatic>effusion</automatic>
  </MeSH>
${
    images.map((image) => `  <parentImage id="${image}"><figureId>F1</figureId></parentImage>`)
      .join("\n")
  }
</eCitation>
`;
}

const REPORTS: Readonly<Record<string, string>> = {
  "1.xml": report(1, ["normal"], ["CXR1_1_IM-0001-3001", "CXR1_1_IM-0001-4001"]),
  "2.xml": report(2, [
    "Cardiomegaly/borderline",
    "Pulmonary Disease, Chronic Obstructive",
    "Cardiomegaly/mild",
  ], ["CXR2_IM-0652-1001"]),
  "3.xml": report(3, ["No Indexing"], ["CXR3_IM-1384-1001"]),
  "4.xml": report(4, ["Opacity"], []),
};

/** The reports in a folder and in an archive. */
async function write(folder: string, reports: Readonly<Record<string, string>>) {
  const below = join(folder, "NLMCXR_reports", "ecgen-radiology");
  await Deno.mkdir(below, { recursive: true });
  for (const [name, text] of Object.entries(reports)) {
    await Deno.writeTextFile(join(below, name), text);
  }
  const archive = join(folder, "NLMCXR_reports.tgz");
  const files = Object.entries(reports)
    .map(([name, data]) => ({ name: `ecgen-radiology/${name}`, data }));
  await Deno.writeFile(archive, gzipSync(createTar(files)));
  return [below, archive] as const;
}

Deno.test("layout openi reads reports of a folder and of an archive", async () => {
  await inTemporaryFolder(async (folder) => {
    for (const metadata of await write(folder, REPORTS)) {
      for (const layout of ["openi", undefined] as const) {
        const { ids, patients, labels } = await readLabels({ metadata, layout });
        assertEquals(ids, [
          "CXR1_1_IM-0001-3001",
          "CXR1_1_IM-0001-4001",
          "CXR2_IM-0652-1001",
          "CXR3_IM-1384-1001",
        ]);
        assertEquals(patients, ["CXR1", "CXR1", "CXR2", "CXR3"]);
        assertEquals(labels.names, ["Cardiomegaly", "Pulmonary Disease, Chronic Obstructive"]);
        assertEquals([...labels.values], [0, 0, 0, 0, 1, 1, NaN, NaN]);
      }
    }
  });
});

Deno.test("layout openi names the report that is no XML, and a folder without any", async () => {
  await inTemporaryFolder(async (folder) => {
    for (const metadata of await write(folder, { "7.xml": "<eCitation><uId" })) {
      await assertRejects(() => readLabels({ metadata }), InputError, "7.xml");
    }
    const empty = join(folder, "empty");
    await Deno.mkdir(empty);
    await assertRejects(() => readLabels({ metadata: empty }), InputError, "no report of Open-i");
  });
});

Deno.test("an archive that is none is refused in plain words", async () => {
  await inTemporaryFolder(async (folder) => {
    const metadata = join(folder, "reports.tgz");
    await Deno.writeTextFile(metadata, "no archive");
    await assertRejects(() => readLabels({ metadata }), InputError, "reports.tgz");
    await assertRejects(
      () => readLabels({ metadata: join(folder, "none.tgz") }),
      InputError,
      "none.tgz",
    );
  });
});
