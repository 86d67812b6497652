/**
 * What the page says, in English. Every other language has a file with the same keys.
 *
 * @module
 */

/** What the page says, in any language. */
export type Texts = typeof en;

const number = (value: number) => value.toLocaleString("en");
const plural = (count: number, one: string, more: string) =>
  `${number(count)} ${count === 1 ? one : more}`;

const cases = (count: number) => plural(count, "case", "cases");

/** Fractions that have a sign of their own. */
const FRACTIONS: Readonly<Record<number, string>> = { 0.125: "⅛", 0.25: "¼", 0.5: "½" };

/** See the module. */
export const en = {
  /** As in the attribute `lang`. */
  language: "en",
  other: { name: "中文", language: "zh-CN" },
  title: "cohash viewer",

  /** Names of findings, by their labels in lower case with spaces; others are shown as they are. */
  findings: {} as Readonly<Record<string, string>>,

  number,
  percent: (share: number) => `${Math.round(100 * share)} %`,
  /** A share or a cosine with two decimals and a true minus: "−.12". */
  hundredths: (value: number) => value.toFixed(2).replace("-", "−").replace(/^(−?)0\./, "$1."),
  unitOfBits: (count: number): string => count === 1 ? "bit" : "bits",
  bitsAway: (count: number) => `${plural(count, "bit", "bits")} away`,
  cases,
  listed: (names: readonly string[]) => names.join(", "),
  phrases: (parts: readonly string[]) => parts.filter((part) => part !== "").join(", "),

  frame: {
    skip: "To the cases",
    viewer: "viewer",
    caseId: "Id of a case",
    find: "Find",
    openFilm: "Open film…",
    light: "Light",
    dark: "Dark",
    keys: "Keys",
    logOut: "Log out",
    research: "For research only.",
    noDiagnosis: "Not for diagnosis.",
    noDevice: "Not a medical device. Films stay on the machine that runs this viewer.",
    drop: "Drop the film to search with it",
    pasted: "pasted film",
  },

  study: {
    number: "Study UID or accession number",
    open: "Open study",
    opening: "Opening the study…",
    film: (view: string) => view === "" ? "film of the study" : `${view} film of the study`,
  },

  problems: {
    noAnswer: "The viewer does not answer. Is it still running?",
    status: (status: number) => `The viewer answers with status ${status}`,
    tooLarge: (name: string, mebibytes: number, most: number) =>
      `"${name}" has ${mebibytes} MiB; films of at most ${most} are taken`,
    noFilm: "The index has no film of this case",
  },

  start: {
    title: "Find cases like a film",
    drop: "Drop a chest film here, paste it, or",
    choose: "Choose a film…",
    kinds: "PNG, JPEG or DICOM. It is read in memory and kept nowhere.",
    collection: "Or start from a case",
    cases: "Cases of the collection",
    notShown: "The collection cannot be shown",
    loading: "Loading…",
    appears: "The collection appears here.",
    dropFilters: "Drop some filters to see more.",
    pages: "Pages of the collection",
    earlier: "Earlier",
    later: "Later",
    range: (from: number, to: number, total: number) =>
      `${number(from)} – ${number(to)} of ${number(total)}`,
    announced: "The collection",
    announcedCases: (count: number) => `${cases(count)} in the collection`,
  },

  results: {
    title: "Nearest cases",
    nearest: (count: number, total: number) => `${number(count)} nearest of ${cases(total)}`,
    mostRelevant: (count: number, total: number) =>
      `${number(count)} most relevant of ${cases(total)}`,
    announcedNearest: (count: number, likeness: string) =>
      `${cases(count)} found, the nearest ${likeness}`,
    announcedMostRelevant: (count: number, likeness: string) =>
      `${cases(count)} found, the most relevant ${likeness}`,
    failed: "No search could be made",
    again: "Try again",
    searching: "Searching…",
    appear: "The nearest cases appear here.",
    none: "No case fits",
    noneHint: "Widen the distance or drop some filters.",
    show: "Show",
    order: "Order",
    orders: {
      found: "as found",
      youngest: "youngest first",
      oldest: "oldest first",
      newest: "newest first",
      earliest: "earliest first",
    },
    byPatient: "By patient",
    within: "within",
    withinBits: "bits",
  },

  asking: {
    asked: "Asked",
    ways: {
      code: "by its code",
      target: "by its most probable finding",
      expected: "by expected relevance",
    },
    code: "First come the cases whose codes differ from the query's least.",
    expected: "First come the cases that most probably share findings with the query.",
    target: "First come the cases whose codes are nearest to that of the most probable finding.",
    targetOf: (finding: string, probability: string) =>
      `The query most probably shows ${finding} (${probability}): first come the cases whose ` +
      "codes are nearest to that finding's.",
  },

  filters: {
    title: "Filters",
    switch: (count: number) => count > 0 ? `Filters (${count})` : "Filters",
    clear: "Clear filters",
    wishes: { any: "any", with: "with", without: "without", unknown: "unknown" },
    unknown: (count: number) => `unknown (${number(count)})`,
    findings: "Findings",
    allOfThem: "all of them",
    anyOfThem: "any of them",
    patient: "Patient",
    view: "View",
    sex: "Sex",
    any: "Any",
    sexes: { F: "Female", M: "Male", "": "Unknown" } as Readonly<Record<string, string>>,
    views: { "": "Unknown" } as Readonly<Record<string, string>>,
    ageFrom: "Age from",
    ageTo: "to",
    samePatient: "Other films of this patient",
  },

  card: {
    noFilm: "No film",
    patient: (id: string) => `Patient ${id || "unknown"}`,
    filmsOf: (id: string) => `All films of patient ${id}`,
    report: "Report",
    noFinding: "No finding",
    unknownFindings: "Findings unknown",
    unknown: (names: string) => `Unknown: ${names}`,
    unknownCount: (count: number) => `${count} unknown`,
    unknownOf: (count: number, all: number) => `${count} of ${all} unknown`,
    markedAlso: ", marked",
    marked: (names: string) => `marked: ${names}`,
    compare: (id: string) => `Compare ${id}`,
    searchFrom: (id: string) => `Search from ${id}`,
    searchFromHere: "Search",
    searchFromHereOf: (id: string) => `Search from here, ${id}`,
    expected: "expected relevance",
    chance: "expected to share a finding",
    age: (years: number) => `${years}\u00a0y`,
    visit: (visit: number) => `visit ${visit}`,
    sexes: { F: "F", M: "M" } as Readonly<Record<string, string>>,
    noParticulars: "no particulars",
    spokenView: (view: string) => `${view} view`,
    spokenSexes: { F: "female", M: "male" } as Readonly<Record<string, string>>,
    spokenAge: (years: number) => `${years} years`,
  },

  query: {
    back: "Back to the collection",
    about: "What the codes say",
    yours: "Your film",
    study: (films: number) => `A study of ${films} films`,
    findings: (wanted: readonly string[], unwanted: readonly string[]) =>
      [wanted.join(" and "), ...unwanted.map((name) => `without ${name}`)].join(", "),
    noFilm: "Findings without a film",
    film: "The query's film",
    loading: "Loading the film…",
    mark: "Mark what you see",
    marked: "Marked findings",
    nearestTargets: "Nearest finding targets",
    finding: "Finding",
    cosine: "Cosine",
    nearNoTarget: "The film's code is near no finding's target.",
    targetsMean: "Cosine of the film's code with each target. A property of the code, not a " +
      "diagnosis.",
    summary: (count: number) => `Findings of the ${cases(count)} found`,
    bar: "Share as a bar",
    cases: "Cases",
    share: "Share",
    inAll: "In all",
    noneHasAny: "None of them has a finding.",
    noneIsKnown: "No finding is known of them.",
    barOfAll: (count: number) =>
      `Bar: share of these ${count}. Line: share of the whole collection.`,
    barOfKnown: (count: number) =>
      `Bar: share of those of these ${count} of which it is known. Line: share of the whole ` +
      "collection.",
    countOf: (count: number, known: number) => `${count} of ${known}`,
  },

  refine: {
    title: "Refine",
    hint: "Say of cases found whether you want more or less like them.",
    marks: (liked: number, disliked: number, weighted: number) =>
      [
        liked > 0 ? `more like ${cases(liked)}` : "",
        disliked > 0 ? `less like ${cases(disliked)}` : "",
        weighted > 0 ? plural(weighted, "finding weighted", "findings weighted") : "",
      ].filter((part) => part !== "").join(", "),
    like: "More like this",
    unlike: "Less like this",
    likeOf: (id: string) => `More like this, ${id}`,
    unlikeOf: (id: string) => `Less like this, ${id}`,
    undo: "Undo",
    redo: "Redo",
    clear: "Start over",
    weights: "Weights of findings",
    times: (factor: number) => `×\u00a0${FRACTIONS[factor] ?? factor}`,
    weightsMean: "How many times as likely each finding of the query is taken to be.",
  },

  findingSearch: {
    title: "Or search for findings",
    hint: "Press once for a finding that you want, twice for one that must not be there.",
    without: (name: string) => `without ${name}`,
    find: "Find cases",
  },

  save: {
    title: "Save",
    csv: "Table (CSV)",
    json: "JSON",
    print: "Print or PDF…",
  },

  queue: {
    title: "Your films",
    film: "Film",
    previous: "Previous film",
    next: "Next film",
    entry: (place: number, name: string, isUnreadable: boolean) =>
      `${place}. ${name}${isUnreadable ? " (cannot be read)" : ""}`,
    read: (read: number, all: number) => `${read} of ${all} read`,
    asStudy: "Search with all as one study",
    drop: "Close",
  },

  patient: {
    title: (id: string) => `Patient ${id} in time`,
    close: "Close",
    count: (shown: number, all: number) =>
      shown < all
        ? `The first ${number(shown)} of ${number(all)} films`
        : plural(all, "film", "films"),
  },

  comparison: {
    title: (at: number, count: number) => `Case ${at} of ${count}`,
    announced: (at: number, count: number, likeness: string) =>
      `Case ${at} of ${count}, ${likeness}`,
    previous: "Previous",
    next: "Next",
    why: "Why this match",
    close: "Close",
    patient: (id: string) => `patient ${id || "unknown"}`,
    caseFilm: "The film of the case found",
    shown: "How the films are shown",
    window: "Window",
    level: "Level",
    zoom: "Zoom",
    zoomOut: "Zoom out",
    zoomIn: "Zoom in",
    invert: "Invert",
    linked: "Linked",
    onQuery: "Acting on the query",
    onCase: "Acting on the case",
    region: "Region that matters",
    seekingRegion: "Looking for the region…",
    announcedSeeking: "Looking for the region",
    announcedRegion: "The region that moves the code is shown",
    regionMeans: (greatest: string) =>
      "Amber: covering this part of the query's film turns its code most, by up to " +
      `${greatest} of 1 − cosine.`,
    reset: "Reset",
  },

  /** Of films that the page encodes itself. */
  here: {
    stays: "The film stays on this machine",
    means: "It is read and encoded in this page; only its code is sent.",
    noRegion: "The region that matters is found by the server only, and the film stays here",
    stopped: "The part of the page that reads films could not start, or has stopped; load it anew",
  },

  film: {
    film: "The film",
    open: "Open large",
    openOf: (id: string) => `Open large, ${id}`,
    queryAlone: "The query's film alone",
    aloneOf: (id: string) => `The film of ${id} alone`,
    firstButton: "The first mouse button",
    windowFor: "Window for…",
    windows: {
      own: "As the file says",
      all: "All values",
      lungs: "Lungs",
      bones: "Heart and bones",
      most: "98 % of the pixels",
    },
    fit: "Fit",
    turn: "Rotate",
    flip: "Flip",
    window: (width: string, level: string) => `W ${width} L ${level}`,
    size: (scale: string, width: number, height: number) => `${scale} of ${width} × ${height}`,
    ofBrightness: "of 65535",
    pixels: (count: number) => plural(count, "pixel", "pixels"),
    measurements: "Measurements",
    marks: {
      length: (measured: string) => `Length ${measured}`,
      angle: (measured: string) => `Angle ${measured}`,
    },
    remove: "Remove",
    removeOf: (mark: string) => `Remove ${mark}`,
    spacing: {
      PixelSpacing: "mm as the file says (PixelSpacing).",
      ImagerPixelSpacing: "mm at the detector (ImagerPixelSpacing); the body itself is smaller.",
      none: "In pixels: the file does not say how large they are.",
    },
    /** What is said of changes to those who do not see them. */
    said: {
      tools: {
        window: "Window",
        move: "Move",
        length: "Length",
        angle: "Angle",
        magnifier: "Magnifier",
      },
      windows: {
        own: "Window as the file says",
        all: "Window over all values",
        lungs: "Window for the lungs",
        bones: "Window for heart and bones",
        most: "Window over 98 % of the pixels",
      },
      own: "As the file shows it",
      linked: "Films linked",
      unlinked: "Films no longer linked",
      inverted: "Inverted",
      notInverted: "Not inverted",
      turned: "Turned to the right",
      flippedSideways: "Left and right exchanged",
      flippedUpright: "Top and bottom exchanged",
      native: "One to one",
      whole: "The whole film",
      pointPut: "Point put",
      removed: "Measurement removed",
      beside: "Beside the film",
    },
  },

  worth: {
    strange: (films: number | null, falseAlarms: number | null) => {
      const learned = films === null ? "those" : `the ${number(films)} films`;
      const mistakes = falseAlarms === null
        ? ""
        : ` (Of films that are like them, ${
          Math.round(1000 * falseAlarms)
        } in 1,000 are warned of by mistake.)`;
      return `This film is unlike ${learned} that the encoder learned from. Whether the cases ` +
        `found are like it cannot be told.${mistakes}`;
    },
    flat: (nearest: string, any: string) =>
      `Distances say little here: of the nearest films of other patients ${nearest} share a ` +
      `finding, of any two films ${any}.`,
    near: (share: string) => `${share} share a finding at this distance`,
    suggested: "The nearest cases suggest",
    finding: "Finding",
    probability: "Probability",
    prevalence: "In all cases",
    suggestedMeans: "Told by the 50 nearest cases of other patients, for findings that they were " +
      "seen to tell better than how often these occur. No diagnosis.",
    equallyRelevant: "expected to be equally relevant",
    ties: (
      { cases: count, isMore, shown }: {
        readonly cases: number;
        readonly isMore: boolean;
        readonly shown: number;
      },
      where: string,
    ) => `${isMore ? "More than " : ""}${cases(count)} ${where}, of which ${number(shown)} shown.`,
  },

  why: {
    comparing: "Comparing the codes…",
    same: (same: number, count: number) => `${same} of ${plural(count, "bit", "bits")}`,
    agree: (differing: number) => {
      if (differing === 0) return " agree.";
      return ` agree; ${differing} ${differing === 1 ? "differs" : "differ"}.`;
    },
    noTargets: "This encoder has no finding targets, so the bits speak of no finding.",
    bits: "The bits in order; full cells agree, hollow ones differ",
    finding: "Finding",
    agreement: "Agreement",
    bitsColumn: "Bits",
    query: "Query",
    case: "Case",
    agreementMeans: "share of the agreeing bits that is put down to the finding",
    bitsMean: "of the query's bits that are the finding's, those the case has too",
    cosines: "Query, Case",
    cosinesMean: "cosine of each code with the finding's target",
    nearNone: (from: string) =>
      "The query's code is near no finding's target, so that its bits speak of no finding. (Chance " +
      `gives one code in twenty a cosine of ${from}.)`,
    caution: "Findings near the query's code. They explain the code, not the disease: a film may " +
      "show what its code does not.",
    strange: "The film is unlike those that the encoder learned from: its bits explain nothing.",
  },

  keys: {
    title: "Keys",
    close: "Close",
    anywhere: "Anywhere",
    page: "Page",
    comparison: "Comparison",
    films: "Films",
    mouse: "With the mouse: drag to the right for a wider window, down for a darker film; the " +
      "right button or the wheel zooms, the middle button or Shift and drag moves, a double click " +
      "resets. With fingers: one moves, two zoom.",
    useKeys: "Single keys do these things",
    what: {
      help: "This help",
      theme: "Dark or light",
      language: "English or Chinese",
      openFilm: "Choose a film",
      findCase: "Search from a case's id",
      filters: "Filters",
      back: "Back to the collection",
      firstCase: "To the first case found",
      undo: "Undo the last change of the query",
      redo: "Redo it",
      nextFocused: "Next case, when one has the focus",
      previousFocused: "Previous case",
      next: "Next case",
      previous: "Previous case",
      why: "Why this match",
      region: "Region that matters",
      wider: "Wider window",
      narrower: "Narrower window",
      brighter: "Brighter",
      darker: "Darker",
      zoomIn: "Zoom in",
      zoomOut: "Zoom out",
      left: "Move to the left",
      right: "Move to the right",
      up: "Move up",
      down: "Move down",
      own: "Window as the file says",
      all: "Window over all values",
      lungs: "Window for the lungs",
      bones: "Window for heart and bones",
      most: "Window over 98 % of the pixels",
      native: "One to one",
      whole: "The whole film",
      turn: "Turn to the right",
      flipSideways: "Exchange left and right",
      flipUpright: "Exchange top and bottom",
      length: "Measure a length",
      angle: "Measure an angle",
      magnifier: "Magnifier and values",
      removeMark: "Take the last measurement away",
      cursor: "With a tool: move its cursor, with Shift by a pixel",
      putPoint: "With a tool: put a point",
      leaveTool: "With a tool: put it away",
      invert: "Invert",
      link: "Link or unlink the films",
      other: "The other film, when not linked",
      reset: "Reset",
      close: "Close",
    },
  },
};
