import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parse } from "csv-parse/sync";
import { join } from "node:path";
import { exists } from "../../lib/base/files.ts";
import { decodeFaiss } from "../../lib/store/memory/faiss.ts";
import { asOfEarlierCohash, filmsOf, tinyIndex } from "../helpers/tiny_index.ts";
import { tinyFilmConfig } from "../helpers/tiny_film_run.ts";
import { inTemporaryFolder } from "../helpers/folders.ts";
import { runIn } from "../helpers/tiny_run.ts";
import { mistakeOf, runCommand } from "./commands.ts";

/** A film as the command prints it. */
interface Found {
  readonly id: string;
  readonly distance: number;
}

/** What is said beside the warning that so few films tell little of what distances are worth. */
function beside(stderr: string): string {
  return stderr.replace(/^warning: Distances say little here: .*\n/, "");
}

Deno.test("the commands index a run, search it by film, id and code, and change it", async (t) => {
  await inTemporaryFolder(async (cwd) => {
    await tinyIndex(cwd);
    await Deno.remove(join(cwd, "index"), { recursive: true });
    const index = (...args: string[]) => runCommand("index", args, { cwd });
    const search = (...args: string[]) => runCommand("search", ["index", ...args], { cwd });
    const film = "index/films/phantom_00003_000.png";

    await t.step("index makes an index, and says what it did", async () => {
      const first = await index("run", "--out", "index");
      assertEquals([first.code, first.stdout], [0, ""]);
      assertEquals(
        first.stderr,
        "run: 60 films added.\nThe index index holds 60 films.\n",
      );
      const again = await index("run", "--out", "index");
      assertStringIncludes(again.stderr, "run: 0 films added, 60 there already.\n");
    });

    await t.step("index --info counts what is there", async () => {
      const { stdout } = await index("index", "--info");
      assertMatch(stdout, /^films +60 of \d+ patients$/m);
      assertMatch(stdout, /^codes +16 bits$/m);
      const info = JSON.parse((await index("index", "--info", "--json")).stdout);
      assertEquals([info.films, info.images, info.bits], [60, 60, 16]);
      assertEquals(Object.keys(info.findings).length, 14);
    });

    await t.step("index --faiss writes codes and ids in one order", async () => {
      const { stderr } = await index("index", "--faiss", "codes.faiss");
      assertStringIncludes(stderr, "Wrote the codes of 60 films to codes.faiss and their ids");
      const { bits, codes } = decodeFaiss(await Deno.readFile(join(cwd, "codes.faiss")), "codes");
      const ids = (await Deno.readTextFile(join(cwd, "codes.faiss.ids.txt"))).split("\n");
      assertEquals([bits, codes.length, ids.length], [16, 120, 61]);
      const [film] = await filmsOf(join(cwd, "index"), [ids[7]!]);
      assertEquals(film!.code, codes.slice(14, 16));
    });

    await t.step("search takes several films as one, and is drawn to and from films", async () => {
      const json = async (...args: string[]) =>
        JSON.parse((await search(...args, "--ask", "code", "--top", "60", "--json")).stdout);
      const study = await json("--query", film, "--query", "index/films/phantom_00001_000.png");
      assertEquals(study.query.name, `${film}, index/films/phantom_00001_000.png`);
      const cases = await json("--id", "phantom_00003_000", "--id", "phantom_00001_000");
      const patients: string[] = cases.films.map((found: { patient: string }) => found.patient);
      assert(!patients.includes("00003") && !patients.includes("00001"));
      const plain = await json("--query", film);
      const liked = await json("--query", film, "--like", plain.films.at(-1).id);
      const places = [plain, liked].map(({ films }) =>
        films.findIndex(({ id }: { id: string }) => id === plain.films.at(-1).id)
      );
      assert(places[1]! < places[0]!, places.join());
      assertStringIncludes(
        mistakeOf(await search("--query", film, "--unlike", "phantom_99999_000")),
        'Cannot find the film "phantom_99999_000" in the index',
      );
    });

    await t.step("search by film, id and code finds the same films", async () => {
      const json = async (...args: string[]) => {
        const all = [...args, "--ask", "code", "--top", "60", "--json"];
        const { code, stdout, stderr } = await search(...all);
        assertEquals([code, beside(stderr)], [0, ""]);
        return JSON.parse(stdout);
      };
      const byFilm = await json("--query", film);
      const byCode = await json("--code", byFilm.query.code);
      const byId = await json("--id", "phantom_00003_000", "--own-patient");
      // Ties of a film are broken by its continuous code.
      const inOrder = (films: readonly Found[]) =>
        films.toSorted((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1));
      assertEquals(inOrder(byFilm.films), inOrder(byCode.films));
      assertEquals(byFilm.films.length, 60);
      const plain = (films: readonly Found[]) =>
        inOrder(films).filter(({ id }) => id !== "phantom_00003_000").map((film) => ({
          ...film,
          shared: 0,
        }));
      assertEquals(plain(byId.films), plain(byFilm.films));
      assertEquals(byFilm.films[0].image, join(cwd, "index/films", `${byFilm.films[0].id}.png`));
      const own = await json("--id", "phantom_00003_000");
      assert(own.films.every(({ patient }: { patient: string }) => patient !== "00003"));
      const near = await json("--query", film, "--radius", "2", "--where", "view=PA");
      for (const { distance, view } of near.films) {
        assert(distance <= 2 && view === "PA");
      }
    });

    await t.step(
      "search asks by code, target or expected relevance, the latter by default",
      async () => {
        const json = async (...args: string[]) => {
          const { stdout } = await search("--query", film, "--top", "60", "--json", ...args);
          return JSON.parse(stdout);
        };
        const [byDefault, expected, target] = [
          await json(),
          await json("--ask", "expected"),
          await json("--ask", "target"),
        ];
        assertEquals([byDefault.ask, byDefault.target], ["expected", null]);
        assertEquals(byDefault, expected);
        const relevances = byDefault.films.map((film: { relevance: number }) => film.relevance);
        assertEquals(relevances, relevances.toSorted((a: number, b: number) => b - a));
        assert(relevances.every((value: number) => value >= 0 && value <= 1));
        assertEquals(target.ask, "target");
        const { stdout } = await search("--query", film, "--ask", "target");
        assertStringIncludes(stdout, "\nAsked with the target of ");
        assertEquals((await json("--radius", "3")).ask, "code");
        const both = await search("--query", film, "--ask", "expected", "--radius", "3");
        assertStringIncludes(mistakeOf(both), 'Cannot ask by "expected" within 3 bits');
        const no = await search("--query", film, "--ask", "labels");
        assertStringIncludes(mistakeOf(no), "Allowed choices are code, target, expected");
      },
    );

    await t.step("search asks by recorded labels, or by both these and codes", async () => {
      const json = async (...args: string[]) => {
        const { code, stdout } = await search("--query", film, "--top", "60", "--json", ...args);
        assertEquals(code, 0);
        return JSON.parse(stdout);
      };
      const recorded = await json("--labels", "recorded");
      assertEquals(recorded.labels, { kind: "recorded" });
      const worthNothing = recorded.films.filter((film: { labels: string[] }) =>
        !film.labels.length
      );
      assert(worthNothing.every((film: { relevance: number }) => film.relevance === 0));
      const both = await json("--labels", "both", "--missing", ".3");
      assertEquals(both.labels, { kind: "both", missing: 0.3, wrong: 0.02 });
      assert(both.films.every((film: { chance: number | null }) => film.chance === null));
      const refused: readonly (readonly [string[], string])[] = [
        [["--labels", "recorded", "--wrong", "0"], "without --labels both"],
        [["--labels", "both", "--wrong", "2"], 'Cannot use --wrong "2": expected a number from 0'],
      ];
      for (const [args, message] of refused) {
        assertStringIncludes(mistakeOf(await search("--query", film, ...args)), message);
      }
    });

    await t.step("search prints a table, CSV and a page", async () => {
      const table = await search("--id", "phantom_00003_000", "--top", "3", "--why");
      assertEquals([table.code, beside(table.stderr)], [0, ""]);
      assertMatch(
        table.stdout,
        /^(expected|relevance) +distance( +share a finding)? +film +patient +sex +age +view +findings +shared$/m,
      );
      assertEquals(table.stdout.match(/of 16 bits agree$/gm)?.length, 3);
      const csv = await search("--query", film, "--csv", "--top", "4");
      assertEquals(parse(csv.stdout).length, 5);
      const page = await search("--query", film, "--why", "--html", "page/found.html");
      assertStringIncludes(page.stderr, `The page: ${join(cwd, "page/found.html")}`);
      const html = await Deno.readTextFile(join(cwd, "page/found.html"));
      assertEquals(html.match(/data:image\/png/g)?.length, 11);
      assertStringIncludes(html, 'class="heat"');
      const none = await search("--query", film, "--where", "patient=none", "--radius", "3");
      assertEquals([none.code, none.stdout], [0, ""]);
      assertEquals(none.stderr, 'No film found within 3 bits that fits "patient=none".\n');
    });

    await t.step("index adds and removes films", async () => {
      await Deno.mkdir(join(cwd, "new"));
      await Deno.copyFile(join(cwd, film), join(cwd, "new", "copy.png"));
      await Deno.writeTextFile(join(cwd, "new", "notes.txt"), "no film");
      const csv = "id,patient,labels,view\ncopy.png,me,Mass,PA\n";
      await Deno.writeTextFile(join(cwd, "new.csv"), csv);
      const added = await index("index", "--add", "new", "--metadata", "new.csv");
      assertEquals([added.code, added.stdout], [0, ""]);
      assertStringIncludes(added.stderr, 'note: Cannot read the image "new/notes.txt"');
      assertStringIncludes(added.stderr, "new: 1 film added, 1 left out.\n");
      const { films } = JSON.parse(
        (await search("--id", "copy.png", "--json", "--top", "60")).stdout,
      );
      const original = films.find(({ id }: { id: string }) => id === "phantom_00003_000");
      assertEquals(original.distance, 0);
      const removed = await index("index", "--remove", "copy.png", "phantom_00003_000");
      assertEquals([removed.code, removed.stderr], [0, "Removed 2 films.\n"]);
      assertEquals(await exists(join(cwd, film)), false);
      assertStringIncludes(
        mistakeOf(await search("--id", "phantom_0003_000")),
        'Cannot find the film "phantom_0003_000" in the index (did you mean "phantom_0',
      );
    });

    await t.step(
      "a film of which no table says anything has unknown findings, not none",
      async () => {
        await Deno.mkdir(join(cwd, "nameless"));
        await Deno.copyFile(join(cwd, "new", "copy.png"), join(cwd, "nameless", "film.png"));
        const { stderr } = await index("index", "--add", "nameless");
        assertStringIncludes(stderr, "nothing is known of 1 films");
        assertStringIncludes(stderr, "its findings are unknown; --metadata names a table");
        const { films, findings, unknown } = JSON.parse(
          (await index("index", "--info", "--json")).stdout,
        );
        assertEquals(new Set(Object.values(unknown)), new Set([1]));
        const { stdout } = await index("index", "--info");
        assertMatch(stdout, /^findings +present +absent +unknown$/m);
        const mass = ["Mass", findings.Mass, films - findings.Mass - 1, 1].join(" +");
        assertMatch(stdout, new RegExp(`^  ${mass}$`, "m"));

        const code = JSON.parse((await search("--id", "film.png", "--json")).stdout).query.code;
        const where = async (condition: string) => {
          const args = ["--code", code, "--top", "99", "--where", condition, "--json"];
          return JSON.parse((await search(...args)).stdout).films.map(({ id }: { id: string }) =>
            id
          );
        };
        assertEquals(await where("Mass=unknown"), ["film.png"]);
        assertEquals(await where("No Finding=unknown"), ["film.png"]);
        assertEquals((await where("Mass!=unknown")).length, films - 1);
        assertEquals((await where("NOT Mass")).length, films - 1 - findings.Mass);
        for (const condition of ["Mass", "NOT Mass", "No Finding"]) {
          assert(!(await where(condition)).includes("film.png"), condition);
        }
        const table = await search("--code", code, "--top", "1", "--where", "Mass=unknown");
        assertMatch(table.stdout, /findings unknown$/m);
        await index("index", "--remove", "film.png");
      },
    );

    await t.step("the commands name every mistake on one line", async () => {
      const searches: readonly (readonly [readonly string[], string])[] = [
        [[], "give one of --query FILM, --id ID, --code HEX and --finding NAMES"],
        [["--id", "a", "--code", "00"], "give one of --query FILM"],
        [["--query", "new/notes.txt"], 'Cannot read the image "new/notes.txt"'],
        [["--code", "0000", "--top", "0"], 'Cannot use --top "0": expected a whole number from 1'],
        [["--code", "0000", "--json", "--csv"], "both --json and --csv"],
      ];
      for (const [args, message] of searches) {
        assertStringIncludes(mistakeOf(await search(...args)), message);
      }
      const changes: readonly (readonly [readonly string[], string])[] = [
        [["run"], "say where with --out"],
        [["run", "--info"], "there is no index.json in it"],
        [
          ["index"],
          "say what to do, --add, --dicomweb, --remove, --info, --faiss, --define-finding",
        ],
        [["index", "--out", "other"], "it is an index already; add films to it with --add"],
      ];
      for (const [args, message] of changes) {
        assertStringIncludes(mistakeOf(await index(...args)), message);
      }
      const nowhere = await runCommand("search", ["--code", "0000"], { cwd });
      assertStringIncludes(mistakeOf(nowhere), "give the folder of an index");
    });
  });
});

Deno.test("search refuses an encoder that did not make the index", async () => {
  await inTemporaryFolder(async (cwd) => {
    await tinyIndex(cwd);
    await runIn(join(cwd, "other"), tinyFilmConfig({ kind: "small-resnet", width: 2 }));
    const query = ["index", "--query", "index/films/phantom_00003_000.png"];
    await Deno.copyFile(join(cwd, "other/encoder.onnx"), join(cwd, "index/encoder/encoder.onnx"));
    const exchanged = await runCommand("search", query, { cwd });
    assertStringIncludes(mistakeOf(exchanged), "it is not the file that made the codes");
    await Deno.copyFile(join(cwd, "other/encoder.json"), join(cwd, "index/encoder/encoder.json"));
    const result = await runCommand("search", query, { cwd });
    assertStringIncludes(mistakeOf(result), "its encoder is not the one that made its codes");
    const into = await runCommand("index", ["other", "--out", "index"], { cwd });
    assertStringIncludes(mistakeOf(into), "index the films again");
  });
});

Deno.test("search asks an index of an earlier cohash by code", async () => {
  await inTemporaryFolder(async (cwd) => {
    await asOfEarlierCohash((await tinyIndex(cwd)).index);
    const query = ["index", "--id", "phantom_00003_000", "--json"];
    const { code, stdout } = await runCommand("search", query, { cwd });
    assertEquals([code, JSON.parse(stdout).ask], [0, "code"]);
    const told = await runCommand("search", [...query, "--ask", "expected"], { cwd });
    assertStringIncludes(mistakeOf(told), "train its run and index it anew");
  });
});
