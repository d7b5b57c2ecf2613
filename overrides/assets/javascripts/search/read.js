// Reads an index into what a search looks through: its pages, their sections, and the keys of words.
var samloftRead = (function () {
  "use strict";

  var WORD = samloftWords.WORD;
  var clean = samloftWords.clean;
  var joined = samloftWords.joined;
  var partsOf = samloftWords.partsOf;
  // What a part of a page is worth: its sources, its tasks, and all else.
  var SOURCES = 0.05, TASKS = 0.5;

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
      if (/#bokstav-([a-z0-9]|u[0-9a-f]+)$/.test(entry.location)) {
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
    // A word that stands nowhere in this edition is no answer.
    var others = othersOf(options.words || {}, key).filter(function (other) {
      return other.ours.every(function (each) {
        return places.has(each);
      });
    });
    return {
      key: key,
      pages: pages,
      sections: sections,
      places: places,
      written: written,
      others: others,
      otherKeys: singlesOf(others),
      isSmall: options.isSmall || function () {
        return false;
      },
    };
  }

  // Other words for what the course has a word for, as its authors list them: keys → keys.
  function othersOf(words, key) {
    return Object.keys(words)
      .flatMap(function (ours) {
        return words[ours].map(function (theirs) {
          return { theirs: keysIn(theirs, key), ours: keysIn(ours, key), written: theirs };
        });
      })
      .sort(function (one, other) {
        return other.theirs.length - one.theirs.length;
      });
  }

  // The words among them that stand alone, in case somebody types one nearly right.
  function singlesOf(others) {
    return new Map(
      others
        .filter(function (each) {
          return each.theirs.length === 1;
        })
        .map(function (each) {
          return [each.theirs[0], each.written];
        })
    );
  }

  function keysIn(text, key) {    return (clean(text).match(WORD) || []).map(function (word) {
      return key(joined(word));
    });
  }

  return { read: read, SOURCES: SOURCES };
})();
