// The search field: fetches what a search needs when it is used, and shows what was found by module.
(function () {
  "use strict";

  var FEW = 3;
  var AROUND = 70;

  // A footnote's mark is no part of what the text says.
  function plain(html) {
    var text = html.replace(/<sup>(\D+ )?\d+<\/sup>/g, "");
    return new DOMParser().parseFromString(text, "text/html").body.textContent;
  }

  function make(name, style, text) {
    var element = document.createElement(name);
    element.className = style;
    element.textContent = text || "";
    return element;
  }

  // What a sentence of ours has in its places: {} or, where it has been through a template, {{}}.
  function filled(sentence) {
    var values = Array.prototype.slice.call(arguments, 1);
    return sentence.replace(/\{+\w*\}+/g, function () {
      return values.length > 1 ? values.shift() : values[0];
    });
  }

  function setUp(form) {
    var field = form.querySelector("input");
    var answer = form.querySelector(".sl-search__answer");
    var status = form.querySelector(".sl-search__status");
    var list = form.querySelector(".sl-search__list");
    var words = form.dataset;
    var searcher = null;
    var waiting = 0;

    // As scripts, which also open from a disk. They run in the order they stand in.
    function fetchScripts(addresses) {
      return Promise.all(
        addresses.map(function (address) {
          return new Promise(function (resolve, reject) {
            var script = document.createElement("script");
            script.async = false;
            script.addEventListener("load", resolve);
            script.addEventListener("error", reject);
            script.src = words.root + address;
            document.head.append(script);
          });
        })
      );
    }

    // Sites that other engines make of an exported project have the index as JSON.
    function fetchIndex() {
      return words.index.split(" ").reduce(
        function (earlier, address) {
          return earlier.catch(function () {
            return fetch(words.root + address).then(function (reply) {
              return reply.ok ? reply.json() : Promise.reject(new Error(reply.status));
            });
          });
        },
        fetchScripts([words.script]).then(function () {
          return window.samloftIndex;
        })
      );
    }

    function load() {
      if (!searcher) {
        searcher = Promise.all([fetchIndex(), fetchScripts(words.scripts.split(" "))]).then(
          function (found) {
            return samloftFind.read(found[0], {
              plain: plain,
              stem: window.samloftStem,
              isSmall: window.samloftIsSmall,
              pairs: window.samloftPairs || "",
              words: window.samloftOtherWords,
              vocabulary: words.vocabulary,
              sessions: words.sessions,
            });
          }
        );
        searcher.catch(function () {
          searcher = null;
        });
      }
      return searcher;
    }

    function show(place, all, text, keys) {
      samloftFind.pieces(all, text, keys).forEach(function (piece) {
        place.append(piece.isFound ? make("mark", "", piece.text) : piece.text);
      });
    }

    // What stands around the first word that was found.
    function excerpt(all, text, keys) {
      var before = samloftFind.pieces(all, text, keys)[0].text.length;
      var at = before === text.length ? 0 : Math.max(0, before - AROUND);
      var from = at ? text.indexOf(" ", at) + 1 || at : 0;
      var cut = text.slice(from, from + 2 * AROUND + 20);
      return (from ? "… " : "") + cut + (from + cut.length < text.length ? " …" : "");
    }

    function item(all, hit, keys) {
      var line = make("li", "sl-search__item");
      var link = make("a", "sl-search__link");
      var title = make("span", "sl-search__title");
      var section = hit.section;
      link.href = words.root + section.location;
      show(title, all, hit.page.title, keys);
      link.append(title);
      if (section.title && section.title !== hit.page.title) {
        var place = make("span", "sl-search__page");
        show(place, all, section.title, keys);
        link.append(" ", place);
      }
      var text = make("span", "sl-search__text");
      show(text, all, excerpt(all, section.text, keys), keys);
      line.append(link, text);
      return line;
    }

    function nameOf(all, part) {
      var known = { term: words.terms, around: words.around };
      var page = Array.from(all.pages.values()).find(function (each) {
        return each.kind === "module" && each.part === part;
      });
      return known[part] || (page ? page.title : part);
    }

    // The hits of one module: the first few, and a button for the others.
    function group(all, part, hits, keys) {
      var line = make("li", "sl-search__group");
      var inside = make("ul", "sl-search__hits");
      line.append(make("h2", "sl-search__module", nameOf(all, part)), inside);
      hits.slice(0, FEW).forEach(function (hit) {
        inside.append(item(all, hit, keys));
      });
      if (hits.length > FEW) {
        var more = make("button", "sl-search__more", filled(words.more, hits.length - FEW));
        more.type = "button";
        more.addEventListener("click", function () {
          more.remove();
          hits.slice(FEW).forEach(function (hit) {
            inside.append(item(all, hit, keys));
          });
          inside.children[FEW].querySelector("a").focus();
        });
        line.append(more);
      }
      return line;
    }

    function fill(all, query, found) {
      var parts = new Map();
      found.hits.forEach(function (hit) {
        parts.set(hit.page.part, (parts.get(hit.page.part) || []).concat([hit]));
      });
      parts.forEach(function (hits, part) {
        list.append(group(all, part, hits, found.keys));
      });
      var said = found.instead.map(function (each) {
        return filled(words.instead, each.said, each.instead);
      });
      var count = found.hits.length;
      said.push(count ? filled(count === 1 ? words.one : words.found, count) : words.none);
      status.textContent = said.join(" ");
    }

    function close() {
      answer.hidden = true;
      list.textContent = "";
      status.textContent = "";
    }

    function search() {
      var query = field.value.trim();
      if (query.length < 2) {
        close();
        return Promise.resolve();
      }
      return load().then(
        function (all) {
          if (query === field.value.trim()) {
            list.textContent = "";
            answer.hidden = false;
            fill(all, query, samloftFind.search(all, query));
          }
        },
        function () {
          list.textContent = "";
          answer.hidden = false;
          status.textContent = words.failed;
        }
      );
    }

    // Up and down lead from the field through all that can be chosen, and back to it.
    function move(event) {
      var stops = [field].concat(Array.from(list.querySelectorAll("a, button")));
      var here = stops.indexOf(document.activeElement);
      var next = stops[here + (event.key === "ArrowDown" ? 1 : -1)];
      if (here >= 0 && next && !answer.hidden) {
        event.preventDefault();
        next.focus();
      }
    }

    field.addEventListener("focus", function () {
      load().catch(function () {});
    });
    field.addEventListener("input", function () {
      clearTimeout(waiting);
      waiting = setTimeout(search, 150);
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      clearTimeout(waiting);
      search().then(function () {
        var first = list.querySelector("a");
        if (first) {
          first.focus();
        }
      });
    });
    form.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && !answer.hidden) {
        field.value = "";
        close();
        field.focus();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        move(event);
      }
    });
    // A link to a part of this very page: close, so the part can be seen.
    list.addEventListener("click", function (event) {
      if (event.target.closest("a")) {
        close();
      }
    });
  }

  document.querySelectorAll("[data-sl-search]").forEach(setUp);
})();
