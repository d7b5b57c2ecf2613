// What a reader types, as groups of words that are each asked for, in one or more ways.
var samloftAsked = (function () {
  "use strict";

  var WORD = samloftWords.WORD;
  var clean = samloftWords.clean;
  var distance = samloftWords.distance;
  var joined = samloftWords.joined;
  var partsOf = samloftWords.partsOf;
  // How far a guess is trusted, beside a word that stands there: two words that have grown together,
  // a slip of the finger, and what a compound is one of, or about.
  var GROWN = 0.9, SLIP = 0.8, PART = 0.5;
  // The shortest parts of a compound: of stems (`uu` may begin one), and of words.
  var FIRST = 2, LAST = 4, WHOLE = 4;

  function isKnown(searcher, key) {
    return searcher.places.has(key);
  }

  // Somebody who is not done typing has asked for nothing wrong.
  function beginsOne(searcher, word) {
    var part = samloftWords.fold(word);
    return Array.from(searcher.places.keys()).some(function (other) {
      return other.startsWith(part);
    });
  }

  // How a compound begins, without the s that links it to the rest.
  function beginning(word, at) {
    return word.slice(0, at).replace(/s$/, "");
  }

  // The two words that one has grown together of.
  function grown(searcher, key) {
    for (var at = key.length - LAST; at >= FIRST; at -= 1) {
      var two = [key.slice(0, at), key.slice(at)];
      var linked = [beginning(key, at), key.slice(at)];
      var both = [two, linked].find(function (pair) {
        return pair[0].length >= FIRST && isKnown(searcher, pair[0]) && isKnown(searcher, pair[1]);
      });
      if (both) {
        return both;
      }
    }
    return null;
  }

  // The same of a word whose parts are in other forms than their stems: a skjermleserbruker.
  function grownForms(searcher, word) {
    for (var at = word.length - WHOLE; at >= WHOLE; at -= 1) {
      var two = [beginning(word, at), word.slice(at)].map(searcher.key);
      if (isKnown(searcher, two[0]) && isKnown(searcher, two[1])) {
        return two;
      }
    }
    return null;
  }

  // What a compound is about, when nobody says what it is one of: a risikoanalyse is of risiko.
  function firstPart(searcher, word) {
    for (var at = word.length - WHOLE; at > WHOLE; at -= 1) {
      var key = searcher.key(beginning(word, at));
      if (isKnown(searcher, key)) {
        return key;
      }
    }
    return null;
  }

  // The nearest word that stands somewhere, or that authors list for one that does: by what is
  // written, since a slip can make another stem of it, and by stems, since a form may be missing.
  function nearest(searcher, word, key) {
    var typed = samloftWords.fold(word);
    var best = null;

    function weigh(size, one, other, meant) {
      var most = one.length < 4 ? 0 : one.length < 8 ? 1 : 2;
      if (Math.abs(other.length - one.length) <= most && other.length > 3) {
        var steps = distance(one, other, most);
        if (steps <= most && (!best || steps < best.steps || (steps === best.steps && size > best.size))) {
          best = { steps: steps, size: size, key: meant };
        }
      }
    }

    function weighBoth(size, other, written) {
      weigh(size, key, other, other);
      weigh(size, typed, samloftWords.fold(written), other);
    }

    searcher.places.forEach(function (where, other) {
      weighBoth(where.size, other, searcher.written.get(other));
    });
    searcher.otherKeys.forEach(function (written, other) {
      weighBoth(0, other, written);
    });
    return best && best.key;
  }

  // A word as what is asked for: its key or, where it stands nowhere, keys that it may mean.
  function meant(searcher, word) {
    var lower = word.toLowerCase();
    var key = searcher.key(lower);
    var found = { key: key, ways: [[key]], said: word, instead: "", trust: 1 };

    function means(ways, trust, instead) {
      found.ways = ways;
      found.trust = trust;
      found.instead = instead ? searcher.written.get(instead) || searcher.otherKeys.get(instead) : "";
      return found;
    }

    if (isKnown(searcher, key) || searcher.otherKeys.has(key) || searcher.isSmall(lower) || beginsOne(searcher, lower)) {
      return found;
    }
    var both = grown(searcher, key);
    if (both) {
      return means([both, [both[1]]], GROWN);
    }
    var near = nearest(searcher, lower, key);
    if (near) {
      found.key = near;
      return means([[near]], SLIP, near);
    }
    both = grownForms(searcher, lower);
    if (both) {
      return means([both, [both[1]]], GROWN);
    }
    var first = firstPart(searcher, lower);
    return first ? means([[first]], PART, first) : found;
  }

  function isAt(keys, part, at) {
    return part.length && part.every(function (each, number) {
      return keys[at + number] === each;
    });
  }

  // A hyphen that is no part of a word we know parts two.
  function typedWords(searcher, query) {
    return (clean(query).match(WORD) || []).flatMap(function (word) {
      var parts = partsOf(word);
      return parts.length && !isKnown(searcher, searcher.key(joined(word))) ? parts : [joined(word)];
    });
  }

  // Each group is asked for in one of its ways, and a way is one or more keys.
  function groupsOf(searcher, query) {
    var words = typedWords(searcher, query).map(function (word) {
      return meant(searcher, word);
    });
    var keys = words.map(function (each) {
      return each.key;
    });
    var groups = [];
    for (var at = 0; at < words.length; ) {
      var others = searcher.others.filter(function (each) {
        return isAt(keys, each.theirs, at);
      });
      var length = others.length ? others[0].theirs.length : 1;
      if (length === 1 && !others.length) {
        groups.push(words[at]);
      } else {
        var own = words.slice(at, at + length);
        groups.push({
          key: own[0].key,
          ways: [keys.slice(at, at + length)].concat(
            others
              .filter(function (each) {
                return each.theirs.length === length;
              })
              .map(function (each) {
                return each.ours;
              })
          ),
          said: own.map(function (each) { return each.said; }).join(" "),
          instead: own.map(function (each) { return each.instead; }).filter(Boolean).join(" "),
          trust: 1,
        });
      }
      at += length;
    }
    return groups;
  }

  return { groupsOf: groupsOf };
})();
