// Finds pages for what a reader types, and says what each is worth. Nothing here touches the page.
var samloftFind = (function () {
  "use strict";

  var WORD = samloftWords.WORD;
  var joined = samloftWords.joined;
  var partsOf = samloftWords.partsOf;
  // What a match is worth: the word itself, the beginning of a longer one, somewhere in one.
  var SAME = 1, BEGINS = 0.45, HOLDS = 0.3;
  // What a place is worth beside a lesson: a module's page and the pages around the modules tell
  // of lessons, the vocabulary explains in two sentences, a session repeats.
  var KINDS = { lesson: 1, around: 0.8, module: 0.7, term: 0.6, session: 0.5 };
  // A page's title and a heading, beside a word in the text.
  var TITLE = 9, HEADING = 2.5;
  // A word asked for in two sections is not worth twice as much: how soon there is enough of it.
  var ENOUGH = 1.2;
  // How much more a rare word is worth, and a page that has all that is asked for.
  var RARE = 1.2, ALL = 3;
  // Words that say little, as `hvordan` and `er`, are worth this share, unless nothing else is said.
  var SMALL = 0.03;
  // Words that stand within so many of each other belong together, and that is worth this much.
  var NEAR = 3, TOGETHER = 0.6;
  // Pages that have less than this share of what the first one has are no answer.
  var LEAST = 0.1;
  // Every key that a key stands for, with what the match is worth. Three letters begin too many
  // words, unless they are all that was typed.
  function alike(searcher, key, typed) {
    var found = new Map();
    if (searcher.places.has(key)) {
      found.set(key, SAME);
    }
    var part = key.length >= 4 && found.size ? key : samloftWords.fold(typed.toLowerCase());
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


  // Small words count for little beside others, and are not marked in what is found.
  function smallOf(searcher, groups) {
    var small = groups.map(function (group) {
      return searcher.isSmall(group.said.toLowerCase());
    });
    return small.every(Boolean) ? small.map(function () { return false; }) : small;
  }

  // What each group is worth: the fewer pages it stands on, the more.
  function weightsOf(searcher, groups, found, small) {
    return found.map(function (worth, number) {
      var there = new Set(
        Array.from(worth.keys(), function (place) {
          return searcher.sections[place].page;
        })
      );
      var rare = there.size ? Math.pow(Math.log(1 + searcher.pages.size / there.size), RARE) : 1;
      return rare * groups[number].trust * (small[number] ? SMALL : 1);
    });
  }

  // Words of different groups that stand close together in a section, a pair of groups once.
  function together(searcher, section, groupOf, weights) {
    if (!section.keys) {
      section.keys = ((section.title + " " + section.text).match(WORD) || []).map(function (word) {
        return searcher.key(joined(word));
      });
    }
    var last = new Map();
    var pairs = new Set();
    var sum = 0;
    section.keys.forEach(function (key, at) {
      var group = groupOf.get(key);
      if (group === undefined) {
        return;
      }
      last.forEach(function (where, other) {
        var pair = Math.min(group, other) + " " + Math.max(group, other);
        if (other !== group && at - where <= NEAR && !pairs.has(pair)) {
          pairs.add(pair);
          sum += Math.min(weights[group], weights[other]);
        }
      });
      last.set(group, at);
    });
    return sum;
  }

  // Pages with what was found in each of their sections.
  function gathered(searcher, found, weights) {
    var pages = new Map();
    found.forEach(function (worth, number) {
      worth.forEach(function (count, place) {
        var section = searcher.sections[place];
        var page = pages.get(section.page);
        if (!page) {
          page = { page: section.page, sections: new Map(), title: 0, groups: new Set() };
          pages.set(section.page, page);
        }
        if (section.rank > samloftRead.SOURCES) {
          page.groups.add(number);
        }
        if (section.isPage && count.heading) {
          page.title += weights[number] * count.heading;
        }
        var sums = page.sections.get(section) || { text: 0, heading: 0, words: 0, groups: 0 };
        sums.groups += 1;
        sums.text += weights[number] * (count.text / (count.text + ENOUGH));
        if (!section.isPage && section.title !== section.page.title) {
          sums.heading += weights[number] * count.heading;
          sums.words += count.heading;
        }
        page.sections.set(section, sums);
      });
    });
    return pages;
  }

  // A page as a hit: the best of its sections, and what the page is worth.
  function hitOf(searcher, page, groupOf, weights) {
    var worths = Array.from(page.sections, function (entry) {
      var section = entry[0];
      var sums = entry[1];
      // A heading that says little else than what is asked for is the better answer.
      var heading = sums.heading * (0.4 + (0.6 * sums.words) / section.length);
      var near = sums.groups > 1 ? TOGETHER * together(searcher, section, groupOf, weights) : 0;
      return { section: section, worth: section.rank * (sums.text + near + HEADING * heading) };
    }).sort(function (one, other) {
      return other.worth - one.worth;
    });
    var text = worths.slice(0, 4).reduce(function (sum, each, number) {
      return sum + each.worth / (1 + number);
    }, 0);
    var title = (TITLE * page.title) / Math.sqrt(2 + page.page.length);
    var covered = Math.max(shareOf(page.groups, weights), 0.05);
    return {
      page: page.page,
      section: worths[0].section,
      worth: (title + text) * KINDS[page.page.kind] * Math.pow(covered, ALL),
      covered: covered,
    };
  }

  // How much of what is asked for is in some of its groups.
  function shareOf(groups, weights) {
    var sum = 0;
    var whole = 0;
    weights.forEach(function (weight, number) {
      whole += weight;
      sum += groups.has(number) ? weight : 0;
    });
    return sum / whole;
  }

  function search(searcher, query) {
    var groups = samloftAsked.groupsOf(searcher, query);
    var small = smallOf(searcher, groups);
    var groupOf = new Map(); // key → the first group it was found for
    var marked = new Set();
    var found = groups.map(function (group, number) {
      var keys = new Set();
      var worth = worthOf(searcher, group, keys);
      keys.forEach(function (key) {
        groupOf.set(key, groupOf.has(key) ? groupOf.get(key) : number);
        if (!small[number]) {
          marked.add(key);
        }
      });
      return worth;
    });
    var weights = weightsOf(searcher, groups, found, small);
    var hits = Array.from(gathered(searcher, found, weights).values(), function (page) {
      return hitOf(searcher, page, groupOf, weights);
    }).sort(function (one, other) {
      return other.worth - one.worth;
    });
    var least = hits.length ? hits[0].covered * LEAST : 0;
    return {
      hits: hits.filter(function (hit) {
        return hit.covered >= least;
      }),
      keys: marked,
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

  return { read: samloftRead.read, search: search, pieces: pieces };
})();
