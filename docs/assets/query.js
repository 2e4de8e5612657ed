// From what a reader typed to the pages that answer it. Pagefind finds pages by one word at a time and knows endings; here
// is what it does not know: other spellings, synonyms, compounds, slips of the keyboard, and which pages weigh most.
// What is known of the language and of the site's words comes from the guide (hooks/norprem/searching.py).

const FAMILY = 2; // other forms of a word that are searched for too
const NEAR = 0.9; // weight of a word that was not typed itself
const CORRECTED = 0.7;
const PARTS = 0.5; // weight of the parts of a compound that hardly a page has
const TYPED = 1.1; // what pages gain that have the words side by side, as they were typed
const NAMED = 1.8; // what pages weigh when their kind was named, as in "kurs i Bergen": as much as any other
const FEWEST = 8; // with fewer pages that have all words, pages with some of the words are shown as well
const READERS = new Set(["pasient", "fastlege", "fagfolk"]); // kinds of page that are called by who reads them
const SHORT = 6; // letters of a word in which two slips leave too little to know it by, unless it begins alike
const ALIKE = 3;
const FIRST = "A".charCodeAt(0); // a word that shares no letter with the one before it begins with A
const WORDS = /[\p{L}\p{N}]+/gu;

export class Finder {
  constructor(guide, engine) {
    this.guide = guide;
    this.engine = engine; // promise of Pagefind
    this.turn = engine; // promise of its last answer
    this.asked = new Map(); // word: promise of what Pagefind finds
    this.stop = new Set(guide.stop.split(" "));
    this.odd = new RegExp(`${guide.spellings.map(([one]) => one).join("|")}|[^\\x00-\\x7f]|(.)\\1`); // folding changes these
    this.endings = new Set(guide.endings);
    this.longest = Math.max(0, ...guide.endings.map((ending) => ending.length));
    this.known = new Map(); // first letter: its words and how common each is, as soon as somebody asks for one of them
    this.shelves = new Map(); // first letter, folded: its words in order, likewise
    this.letters = new Map(); // first letter, folded: the first letters of words that fold to it
    for (const letter of Object.keys(guide.words)) {
      const starts = [letter, ...guide.spellings.map(([one]) => one).filter((one) => one.startsWith(letter))];
      for (const initial of new Set(starts.map((start) => this.fold(start)[0]))) put(this.letters, initial, letter);
    }
    this.synonyms = new Map(); // keys of a phrase: what it means
    this.sayings = new Set(); // keys of all words of a phrase of which at most one says something
    this.hints = new Map(); // folded word of a synonym: the word
    this.longestPhrase = 1; // words of the longest phrase that has synonyms
    for (const words of guide.synonyms.flatMap(([phrases]) => phrases.map(wordsOf))) {
      const some = words.filter((word) => !this.stop.has(word));
      if (words.length > 1 && some.length < 2) this.sayings.add(this.keys(words).join(" "));
      this.longestPhrase = Math.max(this.longestPhrase, words.length);
    }
    for (const [words, means] of guide.synonyms) words.forEach((phrase) => this.learn(phrase, means));
    this.about = new Map(); // page: its kind, its weight, and whom it is for
    this.kinds = new Map(); // key of a word in the name of a kind: the kind
    for (const { id, label, pages } of guide.kinds) {
      for (const word of this.telling(label)) this.kinds.set(this.key(word), id);
      for (const [weight, readers, ids] of pages)
        for (const page of ids.split(" ")) this.about.set(page, { kind: id, weight, readers: readers.split(" ") });
    }
  }

  learn(phrase, means) {
    const words = this.telling(phrase);
    const key = this.keys(words).join(" ");
    this.synonyms.set(key, [...new Set([...(this.synonyms.get(key) ?? []), ...means])]);
    if (words.length === 1 && !words[0].includes(" ")) this.hints.set(this.fold(words[0]), words[0]);
  }

  // The words of a text in small letters, without those that say nothing; all of them where none says anything. A saying,
  // such as "who can I call", counts as one word.
  telling(text) {
    const all = wordsOf(text);
    const keys = this.keys(all);
    const some = [];
    for (let at = 0, length; at < all.length; at += length) {
      length = this.saying(keys.slice(at, at + this.longestPhrase));
      if (length > 1) some.push(keys.slice(at, at + length).join(" "));
      else if (!this.stop.has(all[at])) some.push(all[at]);
    }
    return some.length ? some : all;
  }

  // How many words from the first belong together as a saying, 1 where none begins with it.
  saying(keys) {
    let length = keys.length;
    while (length > 1 && !this.sayings.has(keys.slice(0, length).join(" "))) length -= 1;
    return length;
  }

  keys(words) {
    return words.map((word) => this.key(word));
  }

  // One spelling for all ways to write a word: æ, ae and a; ø, oe and o; single and double letters.
  fold(word) {
    if (!this.odd.test(word)) return word;
    let folded = word;
    for (const [one, other] of this.guide.spellings) folded = folded.replaceAll(one, other);
    return folded.normalize("NFD").replace(/\p{M}/gu, "").replace(/(\p{L})\1/gu, "$1");
  }

  // What the forms of a word have in common.
  key(word) {
    for (let length = Math.min(this.longest, word.length - 3); length > 0; length -= 1)
      if (this.endings.has(word.slice(-length))) return this.fold(word.slice(0, -length));
    return this.fold(word);
  }

  // The words of a first letter: how common each is, 0 to 3. A phone takes its time over thousands of words, so that only
  // those of the letters that are asked for are read and folded.
  wordsOf(letter) {
    if (!this.known.has(letter)) {
      const [words, common] = this.guide.words[letter] ?? ["", ""];
      const found = new Map();
      let word = "";
      (words.match(/[A-Z][^A-Z]*/g) ?? []).forEach((piece, place) => {
        word = word.slice(0, piece.charCodeAt(0) - FIRST) + piece.slice(1);
        found.set(word, +common[place]);
      });
      this.known.set(letter, found);
    }
    return this.known.get(letter);
  }

  // How common a word is; undefined where no page has it.
  common(word) {
    return this.wordsOf(word[0]).get(word);
  }

  // The words that begin as a folded one does: by their folded spelling, by their key, and the spellings from A to Z.
  shelf(folded) {
    const initial = folded[0];
    if (!this.shelves.has(initial)) {
      const [spelled, families] = [new Map(), new Map()];
      for (const letter of this.letters.get(initial) ?? []) {
        for (const word of this.wordsOf(letter).keys()) {
          const spelling = this.fold(word);
          if (spelling[0] !== initial) continue;
          put(spelled, spelling, word);
          put(families, this.key(word), word);
        }
      }
      this.shelves.set(initial, { spelled, families, spellings: [...spelled.keys()].sort() });
    }
    return this.shelves.get(initial);
  }

  // The words with a folded spelling.
  spelledAs(folded) {
    return this.shelf(folded).spelled.get(folded) ?? [];
  }

  // The forms of a word, itself among them if pages have it.
  family(word) {
    const key = this.key(word);
    return this.shelf(key).families.get(key) ?? [];
  }

  // Tell whether the last word of a text is likely to get more letters: no page has it, but longer words begin so.
  begun(text) {
    const word = text.match(/[\p{L}\p{N}]+$/u)?.[0] ?? "";
    const folded = this.fold(word.toLowerCase());
    if (!word || /\p{N}$|^\p{Lu}{2}$/u.test(word) || this.stop.has(word) || this.hints.has(folded) || this.spelledAs(folded).length) return false;
    if (word.length < 3) return true;
    const longer = [...this.hints].filter(([hint]) => hint.startsWith(folded)).map(([, hint]) => hint);
    // folding makes one letter of two, but what goes on from kref does not go on from kreff
    return [...this.beginning(folded), ...longer].some((one) => this.fold(one.slice(0, word.length)) === folded);
  }

  // Search for what was typed. Returns pages, best first, the words that were corrected, and those that no page has.
  async find(text) {
    const corrected = new Map();
    const words = wordsOf(text);
    const telling = this.telling(text);
    const groups = this.groups(telling, corrected);
    const [whole, exact, ...scored] = await Promise.all([
      this.whole(groups),
      // as typed, unless that needs the places of words that stand on every page: they are many bytes to fetch
      groups.length > 1 && telling.length === words.length ? this.ask(`"${words.join(" ")}"`) : new Map(),
      ...groups.map((group) => this.score(group)),
    ]);
    const sizes = groups.map(({ size }) => size);
    const missing = groups.filter((_, place) => !scored[place].size).map(({ text }) => text);
    return { pages: this.ranked(scored, sizes, { whole, exact }, this.named(groups)), corrected, missing };
  }

  // The kinds of page that the words name. In "courses for GPs" it is courses that are looked for, not pages for GPs.
  named(groups) {
    const single = ({ ways }) => ways.flatMap(({ terms }) => (terms.length === 1 ? terms : []));
    const words = groups.flatMap((group) => [...group.text.split(" "), ...single(group)]);
    const kinds = words.map((term) => this.kinds.get(this.key(term))).filter(Boolean);
    const things = kinds.filter((kind) => !READERS.has(kind));
    return new Set(things.length ? things : kinds);
  }

  // Cut the words into phrases that have synonyms, and single words. Each group is a list of ways to say the same.
  // A compound that no page has becomes the two words it is made of.
  groups(typed, corrected) {
    const words = [];
    const sizes = []; // what each counts for, of the words typed
    typed.forEach((word, place) => {
      const parts = this.phrase(typed, place)[1] ? undefined : this.apart(word);
      words.push(...(parts ?? [word]));
      sizes.push(...(parts ? [0.5, 0.5] : [1]));
    });
    const groups = [];
    for (let at = 0; at < words.length; ) {
      const [length, means] = this.phrase(words, at);
      const some = words.slice(at, at + length);
      const ways = length > 1 ? [this.together(some, corrected)] : this.ways(some[0], corrected, !means);
      ways.push(...this.meanings(means, NEAR));
      const size = sizes.slice(at, at + length).reduce((sum, one) => sum + one, 0) / typed.length;
      groups.push({ text: some.join(" "), ways, add: length > 1, size });
      at += length;
    }
    return groups;
  }

  phrase(words, at) {
    const keys = this.keys(words.slice(at, at + this.longestPhrase));
    for (let length = keys.length; length > 0; length -= 1) {
      const means = this.synonyms.get(keys.slice(0, length).join(" "));
      if (means) return [length, means];
    }
    return [1, undefined];
  }

  // What a synonym means is written as on the pages: all its words are searched for at once.
  meanings(means, weight) {
    return (means ?? []).map((one) => ({ terms: [one.toLowerCase()], weight }));
  }

  together(words, corrected) {
    return { terms: words.map((word) => this.ways(word, corrected, true)[0]?.terms ?? [word]).flat(), weight: 1 };
  }

  // The ways to look for one word, the likeliest first; none for a word that is not known at all.
  ways(word, corrected, mend) {
    if (/^\p{N}+$/u.test(word)) return [{ terms: [word], weight: 1 }];
    const ways = [...this.spelled(word)].map((term, place) => ({ terms: [term], weight: place ? NEAR : 1 }));
    const rare = ways.length > 0 && ways.every(({ terms }) => !this.common(terms[0])) && this.parts(word);
    if (rare) ways.push({ terms: rare, weight: PARTS });
    if (ways.length || !mend) return ways;
    const meant = this.nearest(word, 1) ?? this.nearest(word, 2);
    if (!meant) return [];
    corrected.set(word, meant);
    const means = this.phrase([meant], 0)[1];
    return [
      ...this.ways(meant, corrected, false).map((way) => ({ ...way, weight: CORRECTED })),
      ...this.meanings(means, CORRECTED),
    ];
  }

  // The word if pages have it or longer words that begin so, words spelled alike, and other forms of it.
  spelled(word) {
    const folded = this.fold(word);
    const found = new Set();
    const longer = this.beginning(folded);
    if (this.common(word) !== undefined || longer.some((one) => one.startsWith(word))) found.add(word);
    // Pagefind takes endings off by itself, but does not see that a letter is doubled before one (sykdom, sykdommer).
    const asked = (form) => word.startsWith(form) && word[form.length] !== form.at(-1);
    const family = this.family(word).filter((form) => !found.has(word) || !asked(form));
    const forms = [...this.spelledAs(folded), ...family];
    const fresh = () => forms.filter((one) => ![...found].some((known) => one.startsWith(known)));
    for (let left = FAMILY + 1 - found.size; left > 0 && fresh().length; left -= 1) found.add(this.commonest(fresh()));
    if (!found.size && longer.length) found.add(longer.reduce((one, other) => (other.length < one.length ? other : one)));
    return found;
  }

  beginning(folded) {
    const { spellings, spelled } = this.shelf(folded);
    let low = 0;
    for (let high = spellings.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (spellings[middle] < folded) low = middle + 1;
      else high = middle;
    }
    const found = [];
    while (spellings[low]?.startsWith(folded)) found.push(...spelled.get(spellings[low++]));
    return found;
  }

  commonest(words) {
    return words.reduce((one, other) => (this.common(other) > this.common(one) ? other : one));
  }

  // The parts of a compound that is neither on a page nor a slip of the keyboard.
  apart(word) {
    if (/\p{N}/u.test(word) || this.spelled(word).size || this.nearest(word, 1)) return undefined;
    return this.parts(word);
  }

  // Cut a compound into two words of the site: the commonest there are, for they are the likeliest.
  parts(word) {
    if (!this.guide.compounds) return undefined;
    let best, most = -1;
    for (let cut = 3; cut <= word.length - 3; cut += 1) {
      const [end] = this.part(word.slice(cut));
      const [start] = end ? [...this.part(word.slice(0, cut)), ...this.part(word.slice(0, cut).replace(/[se]$/, ""))] : [];
      const whole = [start, end].filter((part) => part && word.includes(part)).length;
      const points = start ? this.common(start) + this.common(end) + 4 * whole : -1;
      if (points > most) [best, most] = [[start, end], points];
    }
    return best;
  }

  part(part) {
    if (part.length <= 3 && !(this.common(part) > 1)) return [];
    const known = this.spelledAs(this.fold(part));
    return known.length ? known : this.family(part);
  }

  // The commonest word that so many slips make of what was typed.
  nearest(word, slips) {
    const folded = this.fold(word);
    if (folded.length < (slips === 1 ? 4 : 5)) return undefined;
    let best, most = -1;
    const spellings = [...this.letters.keys()].sort().flatMap((initial) => this.shelf(initial).spellings);
    for (const spelling of [...spellings, ...this.hints.keys()]) {
      if (Math.abs(spelling.length - folded.length) > slips || distance(folded, spelling, slips) > slips) continue;
      const [known] = this.spelledAs(spelling);
      const alike = shared(folded, spelling);
      if (!likely(folded, spelling, { slips, alike, common: known ? this.common(known) : 0 })) continue;
      const points = (known ? this.common(known) : 1) + (6 * alike) / folded.length + (spelling[0] === folded[0] ? 2 : 0);
      if (points > most) [best, most] = [known ?? this.hints.get(spelling), points];
    }
    return best;
  }

  // Ask for all words at once too: Pagefind then sees which titles have them all.
  async whole(groups) {
    const terms = groups.flatMap(({ ways }) => ways[0]?.terms ?? []);
    return terms.length > 1 ? this.ask(terms.join(" ")) : new Map();
  }

  // Ask Pagefind for one word; the answer is kept, for readers type on. The index is fetched for all words at once, and
  // searched for one after the other, so that the browser can do something else between them.
  ask(term) {
    if (!this.asked.has(term)) {
      const fetched = this.engine.then((engine) => engine.preload(term));
      this.turn = Promise.all([this.engine, fetched, this.turn.catch(() => {})])
        .then(async ([engine]) => (await pause(), engine.search(term)));
      this.asked.set(term, this.turn.then(({ results }) => new Map(results.map((one) => [one.id, one]))));
    }
    return this.asked.get(term);
  }

  // What a group of ways finds: for each page how well, and Pagefind's results in it.
  async score({ ways, add }) {
    const pages = new Map();
    const answers = await Promise.all(ways.map(({ terms }) => Promise.all(terms.map((term) => this.ask(term)))));
    answers.forEach((found, place) => {
      const { terms, weight } = ways[place];
      for (const page of new Set(found.flatMap((one) => [...one.keys()]))) {
        const hits = found.flatMap((one) => one.get(page) ?? []);
        const part = (hits.length / terms.length) ** 2;
        const score = weight * part * hits.reduce((sum, one) => sum + one.score, 0);
        const known = pages.get(page) ?? { score: 0, part: 0, hits: [] };
        known.score = add ? known.score + score : Math.max(known.score, score);
        known.part = Math.max(known.part, part);
        known.hits.push(...hits);
        pages.set(page, known);
      }
    });
    return pages;
  }

  ranked(groups, sizes, { whole, exact }, named) {
    const pages = new Map();
    groups.forEach((group, place) => {
      for (const [id, { score, part, hits }] of group) {
        const { kind, weight, readers } = this.about.get(id) ?? { kind: "", weight: 1, readers: [] };
        const page = pages.get(id) ?? { id, kind, readers, weight: weighed(weight, kind, named), score: 0, share: 0, hits: [] };
        page.score += score;
        page.share += part * sizes[place];
        page.hits.push(...hits);
        pages.set(id, page);
      }
    });
    for (const [id, { score }] of whole) if (pages.has(id)) pages.get(id).score += score;
    for (const id of exact.keys()) if (pages.has(id)) pages.get(id).score *= TYPED;
    const value = (page) => page.score * page.weight * page.share ** 2;
    const all = [...pages.values()].sort((one, other) => value(other) - value(one));
    const full = all.filter(({ share }) => share > 0.99);
    return full.length >= FEWEST ? full : all.filter(({ share }) => share >= 0.5);
  }
}

// What a page weighs for somebody who named kinds of page, or none: those of a kind that was not named lose their start.
function weighed(weight, kind, named) {
  if (!named.size) return weight;
  return named.has(kind) ? Math.max(weight, Math.min(weight * NAMED, NAMED)) : Math.min(weight, 1);
}

function wordsOf(text) {
  return text.toLowerCase().match(WORDS) ?? [];
}

// Let the browser do what else it has to.
export function pause() {
  return new Promise((after) => setTimeout(after));
}

function put(map, key, word) {
  if (map.has(key)) map.get(key).push(word);
  else map.set(key, [word]);
}

// How many letters two words have in common at their beginning.
function shared(one, other) {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

// Whether a reader is likely to have meant a word that so many slips make of hers: a short one is soon a few slips from
// words that have nothing to do with it. `alike` letters at the beginning are the same.
function likely(typed, meant, { slips, alike, common }) {
  const letters = typed.length;
  const asLong = letters === meant.length;
  if (letters <= SHORT && slips > 1) return alike >= ALIKE && asLong;
  if (letters <= SHORT + 1 && !alike && asLong) return false; // hardly anybody strikes a wrong first letter
  return letters > 4 || common > 1; // many diseases go by four letters
}

// Slips that make one word of another: a letter too many, too few, another, or two that changed places. Stops above `most`.
function distance(one, other, most) {
  let before = [], last = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1;
      next[column] = Math.min(last[column] + 1, next[column - 1] + 1, last[column - 1] + same);
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (swapped) next[column] = Math.min(next[column], before[column - 2] + 1);
    }
    if (Math.min(...next) > most) return most + 1;
    [before, last] = [last, next];
  }
  return last[other.length];
}
