// What words are to a search: their letters folded, their stems, bokmål and nynorsk in one form.
var samloftWords = (function () {
  "use strict";

  // Invisible in a word: soft hyphens, and the marks that only say where a line may break.
  var INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;
  var WORD = /[\p{L}\p{N}]+(?:[-\u2010\u2011][\p{L}\p{N}]+)*/gu;
  var HYPHEN = /[-\u2010\u2011]/;
  var LETTERS = { "å": "a", "ø": "o", "æ": "a", "ö": "o", "ä": "a", "đ": "d", "ŋ": "n", "ŧ": "t" };

  function clean(text) {
    return text.normalize("NFC").replace(INVISIBLE, "").replace(/\s+/g, " ").trim();
  }

  // Letters a keyboard may lack, however they are written: språk, sprak and spraak are one.
  function fold(word) {
    return word
      .replace(/[^\x00-\x7f]/g, function (letter) {
        return LETTERS[letter] || letter.normalize("NFD").charAt(0);
      })
      .replace(/aa/g, "a")
      .replace(/oe/g, "o")
      .replace(/ae/g, "a");
  }

  // Words become keys: what is one word to a reader has one key, in whatever form it stands.
  function keysOf(stemOf, pairs) {
    var isNorwegian = Boolean(pairs);
    var known = new Map();
    var table = new Map();

    // Once more until nothing changes: leder, ledere and lederen have one stem then; so have
    // regel and regler, modell and a model that lacks a letter.
    function stem(word) {
      var found = word;
      var before = "";
      while (stemOf && found !== before) {
        before = found;
        found = stemOf(found);
      }
      return fold(isNorwegian ? found.replace(/([^aeiouyæøå])\1?el+$/, "$1l") : found);
    }

    (pairs || "").split("\n").forEach(function (line) {
      var pair = line.split(" ");
      if (pair.length === 2) {
        var one = stem(pair[0]);
        var other = stem(pair[1]);
        if (one !== other) {
          table.set(one, other);
        }
      }
    });

    // The last part of a word that has grown together says which form it is in, or the first.
    function inOneForm(key) {
      var at;
      if (table.has(key)) {
        return table.get(key);
      }
      for (at = 3; at <= key.length - 5; at += 1) {
        if (table.has(key.slice(at))) {
          return key.slice(0, at) + table.get(key.slice(at));
        }
      }
      for (at = key.length - 3; at >= 5; at -= 1) {
        if (table.has(key.slice(0, at))) {
          return table.get(key.slice(0, at)) + key.slice(at);
        }
      }
      return key;
    }

    return function (word) {
      var lower = word.toLowerCase();
      var found = known.get(lower);
      if (found === undefined) {
        found = inOneForm(stem(lower));
        known.set(lower, found);
      }
      return found;
    };
  }

  // A hyphen parts a word, and does not: e-post is epost too, and ki-verktøy is a verktøy.
  function partsOf(word) {
    return HYPHEN.test(word) ? word.split(HYPHEN) : [];
  }

  function joined(word) {
    return word.split(HYPHEN).join("");
  }

  // Letters to change, add, leave out or turn about; more than `most` is as good as endless.
  function distance(one, other, most) {
    var before = null;
    var last = Array.from({ length: other.length + 1 }, function (_, number) {
      return number;
    });
    for (var i = 1; i <= one.length; i += 1) {
      var row = [i];
      for (var j = 1; j <= other.length; j += 1) {
        var same = one[i - 1] === other[j - 1];
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (before && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      if (Math.min.apply(null, row) > most) {
        return most + 1;
      }
      before = last;
      last = row;
    }
    return last[other.length];
  }

  return {
    WORD: WORD,
    clean: clean,
    distance: distance,
    fold: fold,
    joined: joined,
    keysOf: keysOf,
    partsOf: partsOf,
  };
})();
