import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { occlusionOfFile } from "../../lib/search/explain/occlusion.ts";
import { openIndexEncoder } from "../../lib/search/index_encoder.ts";
import { IndexSearch } from "../../lib/search/index_search.ts";
import { queryOfFilm, queryOfId } from "../../lib/search/find_films.ts";
import { HammingIndex } from "../../lib/store/memory/hamming_index.ts";
import { indexImages } from "../../lib/search/indexing/index_images.ts";
import { indexRun } from "../../lib/search/indexing/index_run.ts";
import { searchReport } from "../../lib/search/show/report.ts";
import { searchPage } from "../../lib/search/show/page.ts";
import { parseConfig } from "../../lib/config/config_file.ts";
import { loadFilms } from "../../lib/run/films.ts";
import { completeRun } from "../../lib/study/complete_run.ts";
import { RunFolder } from "../../lib/run/run_folder.ts";
import { testWithSharedData } from "../helpers/shared_data.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { filmsOf } from "../helpers/tiny_index.ts";

testWithSharedData(
  "an index of NIH films answers a DICOM film, and takes DICOM films in",
  ["nih1000/images", "nih/Data_Entry_2017_v2020.csv.gz", "dicom/rsna.dcm"],
  async ([images, metadata, dicom]) => {
    await inTemporaryFolder(async (folder) => {
      const config = parseConfig({
        data: { kind: "nih", images: images!, metadata: metadata!, imageSize: 64 },
        backbone: { kind: "small-resnet", width: 4, stemStride: 2 },
        train: { epochs: 1, batchSize: 32 },
        evaluation: { resamples: 10 },
      });
      const context = { cacheDirectory: join(folder, "cache") };
      const run = new RunFolder(join(folder, "run"));
      await run.open(config);
      await completeRun(config, await loadFilms(config, context), { folder: run });
      const path = join(folder, "index");
      assertEquals((await indexRun(run, path, context)).added, 800);
      const index = await HammingIndex.open(path);
      const encoder = await openIndexEncoder(path, index.info);
      try {
        const query = await queryOfFilm(dicom!, encoder);
        const result = await new IndexSearch(index).search(query, { top: 5 });
        const { films } = result;
        assertEquals(films.length, 5);
        for (const { case: film } of films) assert((await Deno.stat(film.image)).isFile);

        const [first] = index.entries();
        const byFilm = await queryOfFilm(first!.case.image, encoder);
        assertEquals(byFilm.code, (await queryOfId(first!.case.id, index)).code);

        const occlusion = await occlusionOfFile(await Deno.readFile(dicom!), dicom!, encoder);
        assertEquals(Math.max(...occlusion.values), 1);
        const warnings: string[] = [];
        const report = await searchReport(result, {
          searched: index.size,
          condition: "",
          occlusion,
          onWarning: (message) => warnings.push(message),
        });
        assertEquals(warnings, []);
        assertEquals((await searchPage(report)).match(/data:image/g)?.length, 6);

        const added = await indexImages(path, { images: join(dicom!, "..") }, context);
        assertEquals([added.known, added.leftOut], [0, 0]);
        const [stored] = await filmsOf(path, ["rsna.dcm"]);
        assertEquals(stored?.code, query.code);
        assert(!Number.isNaN(stored?.case.age) && stored?.case.patient !== "rsna.dcm");
      } finally {
        await index.close();
        await encoder.close();
      }
    });
  },
);
