// Finds pages for what a reader types, and says what each is worth. Nothing here touches the page.
var samloftFind = (function () {
  "use strict";

  var WORD = samloftWords.WORD;
  var clean = samloftWords.clean;
  var distance = samloftWords.distance;
  var joined = samloftWords.joined;
  var partsOf = samloftWords.partsOf;
  // What a match is worth: the word itself, the beginning of a longer one, somewhere in one.
  var SAME = 1, BEGINS = 0.45, HOLDS = 0.3;
  // What a place is worth beside a lesson: a module's page and the pages around the modules tell
  // of lessons, the vocabulary explains in two sentences, a session repeats.
  var KINDS = { lesson: 1, around: 0.8, module: 0.7, term: 0.6, session: 0.5 };
  // Words of the one who asks, which say little of what they ask for.
  var ASKING = /^(jeg|eg|meg|min|mi|mitt|mine|vi|oss|vår|vårt|våre|kan|skal|må|bør|vil|i|my|we|can)$/i;
  var SOURCES = 0.05, TASKS = 0.5;
  var TITLE = 9, HEADING = 2.5, TEXT = 1;

  function foldersOf(path) {
    return path.replace(/(index)?\.html$/, "").split("/").filter(Boolean);
  }

  // Modules are the folders with pages in them, whichever form addresses have.
  function modulesOf(entries) {
    return new Set(
      entries
        .map(function (entry) {
          return foldersOf(entry.location.split("#")[0]);
        })
        .filter(function (folders) {
          return folders.length > 1;
        })
        .map(function (folders) {
          return folders[0];
        })
    );
  }

  function kindOf(folders, modules, options) {
    if (folders[0] === options.vocabulary) {
      return "term";
    }
    if (folders.length < 2) {
      return modules.has(folders[0]) ? "module" : "around";
    }
    return folders[1] === options.sessions ? "session" : "lesson";
  }

  function rankOf(place) {
    if (place === "kilder") {
      return SOURCES;
    }
    return /^sl-|^(reflect|discuss|group|quiz)-\d/.test(place) ? TASKS : 1;
  }

  // Takes an index as engines write it (MkDocs: docs, Zensical: items), pages before their parts.
  function read(index, options) {
    var key = samloftWords.keysOf(options.stem, options.pairs);
    var pages = new Map();
    var sections = [];
    var places = new Map(); // key → the sections it stands in
    var written = new Map(); // key → the word as it stands in the text

    function note(section, word, field) {
      var found = key(word);
      var list = places.get(found);
      if (!list) {
        list = new Map();
        places.set(found, list);
        written.set(found, word.toLowerCase());
      }
      var count = list.get(section.number);
      if (!count) {
        count = { heading: 0, text: 0 };
        list.set(section.number, count);
      }
      count[field] += 1;
    }

    function noteAll(section, text, field) {
      (text.match(WORD) || []).forEach(function (word) {
        note(section, joined(word), field);
        partsOf(word).forEach(function (part) {
          note(section, part, field);
        });
      });
    }

    var entries = index.docs || index.items;
    var modules = modulesOf(entries);
    entries.forEach(function (entry) {
      if (/#bokstav-/.test(entry.location)) {
        return; // a letter of the vocabulary is no word of it
      }
      var path = entry.location.split("#")[0];
      var place = entry.location.split("#")[1] || "";
      var folders = foldersOf(path);
      var kind = kindOf(folders, modules, options);
      var title = clean(options.plain(entry.title));
      // Every word of the vocabulary is a page of its own.
      var name = kind === "term" ? entry.location : path;
      if (!pages.has(name)) {
        pages.set(name, {
          location: entry.location,
          title: title,
          kind: kind,
          part: modules.has(folders[0]) ? folders[0] : kind,
          length: (title.match(WORD) || []).length,
        });
      }
      var page = pages.get(name);
      var section = {
        number: sections.length,
        page: page,
        location: entry.location,
        title: title,
        text: clean(options.plain(entry.text)),
        isPage: entry.location === page.location,
        rank: rankOf(place),
        length: (title.match(WORD) || []).length || 1,
      };
      sections.push(section);
      noteAll(section, title, "heading");
      noteAll(section, section.text, "text");
    });
    return {
      key: key,
      pages: pages,
      sections: sections,
      places: places,
      written: written,
      others: othersOf(options.words || {}, key),
    };
  }

  // Other words for what the course has a word for, as its authors list them: keys → keys.
  function othersOf(words, key) {
    var found = [];
    Object.keys(words).forEach(function (ours) {
      words[ours].forEach(function (theirs) {
        found.push({ theirs: wordsOf(theirs, key), ours: wordsOf(ours, key) });
      });
    });
    return found.sort(function (one, other) {
      return other.theirs.length - one.theirs.length;
    });
  }

  function wordsOf(text, key) {
    return (clean(text).match(WORD) || []).map(function (word) {
      return key(joined(word));
    });
  }

  // --- The query

  function isAt(keys, part, at) {
    return part.every(function (each, number) {
      return keys[at + number] === each;
    });
  }

  // A query as groups: each is asked for, in one of its ways, and a way is one or more keys.
  function groupsOf(searcher, query) {
    var words = [];
    (clean(query).match(WORD) || []).forEach(function (word) {
      var whole = searcher.key(joined(word));
      var parts = partsOf(word);
      if (!parts.length || searcher.places.has(whole)) {
        words.push({ key: whole, word: word });
      } else {
        parts.forEach(function (part) {
          words.push({ key: searcher.key(part), word: part });
        });
      }
    });
    var keys = words.map(function (each) {
      return each.key;
    });
    var groups = [];
    for (var at = 0; at < words.length; ) {
      var other = searcher.others.find(function (each) {
        return each.theirs.length && isAt(keys, each.theirs, at);
      });
      var length = other ? other.theirs.length : 1;
      var own = keys.slice(at, at + length);
      var said = words.slice(at, at + length).map(function (each) {
        return each.word;
      });
      groups.push({ ways: other ? [own, other.ours] : [own], said: said.join(" "), instead: "" });
      at += length;
    }
    return groups;
  }

  // Every key that a key stands for, with what the match is worth. Three letters begin too many
  // words, unless they are all that was typed.
  function alike(searcher, key, typed) {
    var found = new Map();
    if (searcher.places.has(key)) {
      found.set(key, SAME);
    }
    var part = key.length >= 4 ? key : samloftWords.fold(typed.toLowerCase());
    if (part.length >= 3) {
      searcher.places.forEach(function (_, other) {
        var at = other === key ? -1 : other.indexOf(part);
        if (at === 0) {
          found.set(other, BEGINS);
        } else if (at > 0 && part.length >= 4) {
          found.set(other, HOLDS);
        }
      });
    }
    return found;
  }

  // How a compound begins, without the s that links it to the rest.
  function beginning(word, at) {
    return word.slice(0, at).replace(/s$/, "");
  }

  // The two words that one has grown together of.
  function parted(searcher, group) {
    var key = group.ways[0][0];
    for (var at = key.length - 3; at >= 2; at -= 1) {
      var two = [key.slice(0, at), key.slice(at)];
      var linked = [beginning(key, at), key.slice(at)];
      var both = [two, linked].find(function (pair) {
        return searcher.places.has(pair[0]) && searcher.places.has(pair[1]);
      });
      if (both) {
        return both;
      }
    }
    return null;
  }

  // The same of a word whose parts are in other forms than their stems: a skjermleserbruker.
  function partedForms(searcher, group) {
    var word = group.said.toLowerCase();
    for (var at = word.length - 4; at >= 4; at -= 1) {
      var two = [beginning(word, at), word.slice(at)].map(searcher.key);
      if (two.every(function (key) {
        return searcher.places.has(key);
      })) {
        return two;
      }
    }
    return null;
  }

  // What a compound is one of: a vaktleder is a leder.
  function lastPart(searcher, group) {
    var both = parted(searcher, group) || partedForms(searcher, group);
    if (both) {
      group.instead = searcher.written.get(both[1]);
    }
    return both ? [both[1]] : null;
  }

  // What a compound is about, when nobody says what it is one of: a risikoanalyse is of risiko.
  function firstPart(searcher, group) {
    var word = group.said.toLowerCase();
    for (var at = word.length - 4; at >= 5; at -= 1) {
      var key = searcher.key(beginning(word, at));
      if (searcher.places.has(key)) {
        group.instead = searcher.written.get(key);
        return [key];
      }
    }
    return null;
  }

  function mistyped(searcher, group) {
    var key = group.ways[0][0];
    var most = key.length < 4 ? 0 : key.length < 8 ? 1 : 2;
    var best = null;
    searcher.places.forEach(function (where, other) {
      if (!most || Math.abs(other.length - key.length) > most) {
        return;
      }
      var steps = distance(key, other, most);
      if (steps <= most && (!best || steps < best.steps || (steps === best.steps && where.size > best.size))) {
        best = { steps: steps, size: where.size, key: other };
      }
    });
    if (best) {
      group.instead = searcher.written.get(best.key);
    }
    return best ? [best.key] : null;
  }

  // --- What it is worth

  // Section → what a group is worth there, by the best of its ways.
  function worthOf(searcher, group, keys) {
    var best = new Map();
    group.ways.forEach(function (way, number) {
      var parts = way.map(function (key) {
        var there = new Map();
        alike(searcher, key, group.said || key).forEach(function (match, other) {
          keys.add(other);
          searcher.places.get(other).forEach(function (count, section) {
            var found = there.get(section) || { heading: 0, text: 0 };
            found.heading = Math.max(found.heading, count.heading ? match : 0);
            found.text += match * count.text;
            there.set(section, found);
          });
        });
        return there;
      });
      parts[0].forEach(function (_, section) {
        var all = parts.map(function (part) {
          return part.get(section);
        });
        if (all.every(Boolean)) {
          var sum = all.reduce(
            function (one, other) {
              return { heading: one.heading + other.heading, text: one.text + other.text };
            },
            { heading: 0, text: 0 }
          );
          var share = (number ? 0.9 : 1) / way.length;
          var found = best.get(section);
          if (!found || sum.heading * share > found.heading || sum.text * share > found.text) {
            best.set(section, { heading: sum.heading * share, text: sum.text * share });
          }
        }
      });
    });
    return best;
  }

  function search(searcher, query) {
    var keys = new Set();
    var groups = groupsOf(searcher, query);
    var found = groups.map(function (group) {
      var worth = worthOf(searcher, group, keys);
      // A word that stands nowhere: one that has grown together, or one that is nearly it.
      [parted, mistyped, partedForms, lastPart, firstPart].forEach(function (meant) {
        var way = worth.size ? null : meant(searcher, group);
        if (way) {
          worth = worthOf(searcher, { ways: [way] }, keys);
        }
      });
      return worth;
    });
    var pages = new Map();
    var weights = found.map(function (worth, number) {
      if (groups.length > 1 && ASKING.test(groups[number].said)) {
        return 0.1;
      }
      var there = new Set();
      worth.forEach(function (_, number) {
        there.add(searcher.sections[number].page);
      });
      return there.size ? Math.pow(Math.log(1 + searcher.pages.size / there.size), 1.5) : 1;
    });
    var whole = weights.reduce(function (sum, each) {
      return sum + each;
    }, 0);
    found.forEach(function (worth, number) {
      worth.forEach(function (count, place) {
        var section = searcher.sections[place];
        var page = pages.get(section.page);
        if (!page) {
          page = { page: section.page, sections: new Map(), title: 0, groups: new Set() };
          pages.set(section.page, page);
        }
        if (section.rank > SOURCES) {
          page.groups.add(number);
        }
        if (section.isPage && count.heading) {
          page.title += weights[number] * count.heading;
        }
        var found = page.sections.get(section) || { text: 0, heading: 0, words: 0 };
        found.text += weights[number] * (count.text / (count.text + 1.2));
        if (!section.isPage && section.title !== section.page.title) {
          found.heading += weights[number] * count.heading;
          found.words += count.heading;
        }
        page.sections.set(section, found);
      });
    });
    var hits = [];
    pages.forEach(function (page) {
      var best = null;
      var sums = [];
      page.sections.forEach(function (found, section) {
        // A heading that says little else than what is asked for is the better answer.
        var heading = found.heading * (0.4 + (0.6 * found.words) / section.length);
        var sum = section.rank * (TEXT * found.text + HEADING * heading);
        sums.push(sum);
        if (!best || sum > best.sum) {
          best = { sum: sum, section: section };
        }
      });
      sums.sort(function (one, other) {
        return other - one;
      });
      var text = sums.slice(0, 4).reduce(function (sum, each, number) {
        return sum + each / (1 + number);
      }, 0);
      var covered = 0;
      page.groups.forEach(function (number) {
        covered += weights[number] / whole;
      });
      covered = Math.max(covered, 0.05);
      var title = (TITLE * page.title) / Math.sqrt(2 + page.page.length);
      hits.push({
        page: page.page,
        section: best.section,
        worth: (title + text) * KINDS[page.page.kind] * covered * covered,
        covered: covered,
      });
    });
    hits.sort(function (one, other) {
      return other.worth - one.worth;
    });
    var least = hits.length ? hits[0].covered * 0.5 : 0;
    return {
      hits: hits.filter(function (hit) {
        return hit.covered >= least;
      }),
      keys: keys,
      instead: groups.filter(function (group) {
        return group.instead;
      }),
    };
  }

  // A text in pieces: those that were found, and those between them.
  function pieces(searcher, text, keys) {
    var found = [];
    var at = 0;
    Array.from(text.matchAll(WORD)).forEach(function (match) {
      var words = [joined(match[0])].concat(partsOf(match[0]));
      var isFound = words.some(function (word) {
        return keys.has(searcher.key(word));
      });
      if (isFound) {
        found.push({ text: text.slice(at, match.index), isFound: false });
        found.push({ text: match[0], isFound: true });
        at = match.index + match[0].length;
      }
    });
    found.push({ text: text.slice(at), isFound: false });
    return found;
  }

  return { read: read, search: search, pieces: pieces };
})();
