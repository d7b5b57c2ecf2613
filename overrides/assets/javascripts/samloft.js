// Search, the choice of colours, and of versions. All else on a page works without scripts.
(function () {
  "use strict";

  // --- Colours: the system's, until the reader chooses; then the choice is remembered.

  function setUpColours(button) {
    var root = document.documentElement;
    var system = window.matchMedia("(prefers-color-scheme: dark)");

    function isDark() {
      var chosen = root.getAttribute("data-sl-scheme");
      return chosen ? chosen === "dark" : system.matches;
    }

    function name() {
      var words = isDark() ? button.dataset.toLight : button.dataset.toDark;
      button.setAttribute("aria-label", words);
      button.title = words;
    }

    button.addEventListener("click", function () {
      var scheme = isDark() ? "light" : "dark";
      root.setAttribute("data-sl-scheme", scheme);
      try {
        localStorage.setItem("samloft-colours", scheme);
      } catch (refused) {
        // The reader's browser keeps nothing; the choice lasts for this page.
      }
      name();
    });
    system.addEventListener("change", name);
    name();
  }

  // --- Search: any part of a word, since Norwegian words grow together.

  var AT_ONCE = 10;
  var AROUND = 70;

  // Keeps the length, so a place in the folded text is the same place in the text shown.
  function fold(text) {
    return text.toLowerCase().replace(/[^\x00-\x7f]/g, function (letter) {
      var known = { "ø": "o", "æ": "a", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t" }[letter];
      return known || letter.normalize("NFD").charAt(0);
    });
  }

  function plain(html) {
    var holder = new DOMParser().parseFromString(html, "text/html").body;
    return holder.textContent.replace(/\s+/g, " ").trim();
  }

  // Pages first, then their parts; MkDocs calls the list docs, Zensical items.
  function entriesOf(index) {
    var titles = {};
    return (index.docs || index.items).map(function (found) {
      var title = plain(found.title);
      var page = found.location.split("#")[0];
      if (page === found.location) {
        titles[page] = title;
      }
      var text = plain(found.text);
      return {
        location: found.location,
        title: title,
        page: titles[page] || "",
        text: text,
        foldedTitle: fold(title),
        foldedText: fold(text),
      };
    });
  }

  function worth(entry, words) {
    var sum = 0;
    for (var i = 0; i < words.length; i += 1) {
      var inTitle = entry.foldedTitle.indexOf(words[i]);
      var inText = entry.foldedText.indexOf(words[i]);
      if (inTitle < 0 && inText < 0) {
        return 0;
      }
      if (inTitle >= 0) {
        sum += entry.foldedTitle === words[i] ? 60 : inTitle === 0 ? 30 : 20;
      }
      if (inText >= 0) {
        sum += Math.min(entry.foldedText.split(words[i]).length - 1, 5);
      }
    }
    return sum + (entry.location.indexOf("#") < 0 ? 2 : 0);
  }

  function find(entries, query) {
    var words = fold(query).split(/\s+/).filter(Boolean);
    return entries
      .map(function (entry, order) {
        return { entry: entry, order: order, worth: words.length ? worth(entry, words) : 0 };
      })
      .filter(function (found) {
        return found.worth > 0;
      })
      .sort(function (one, other) {
        return other.worth - one.worth || one.order - other.order;
      })
      .map(function (found) {
        return { entry: found.entry, words: words };
      });
  }

  // Puts text into a place with the words that were found in mark elements.
  function show(place, text, words) {
    var folded = fold(text);
    var at = 0;
    while (at < text.length) {
      var next = -1;
      var length = 0;
      words.forEach(function (word) {
        var place = folded.indexOf(word, at);
        if (place >= 0 && (next < 0 || place < next)) {
          next = place;
          length = word.length;
        }
      });
      if (next < 0) {
        break;
      }
      place.append(text.slice(at, next));
      var mark = document.createElement("mark");
      mark.textContent = text.slice(next, next + length);
      place.append(mark);
      at = next + length;
    }
    place.append(text.slice(at));
  }

  function excerpt(entry, words) {
    var at = Math.min.apply(
      null,
      words.map(function (word) {
        var place = entry.foldedText.indexOf(word);
        return place < 0 ? Infinity : place;
      })
    );
    var from = at === Infinity ? 0 : Math.max(0, at - AROUND);
    from = from ? entry.text.indexOf(" ", from) + 1 || from : 0;
    var cut = entry.text.slice(from, from + 2 * AROUND + 20);
    return (from ? "… " : "") + cut + (from + cut.length < entry.text.length ? " …" : "");
  }

  function setUpSearch(form) {
    var field = form.querySelector("input");
    var answer = form.querySelector(".sl-search__answer");
    var status = form.querySelector(".sl-search__status");
    var list = form.querySelector(".sl-search__list");
    var root = form.dataset.root;
    var entries = null;
    var waiting = 0;

    // The index as a script, which also opens from a disk; sites that other engines make of an
    // exported project have it as JSON.
    function fromScript() {
      return new Promise(function (resolve, reject) {
        var script = document.createElement("script");
        script.addEventListener("load", function () {
          resolve(window.samloftIndex);
        });
        script.addEventListener("error", reject);
        script.src = root + form.dataset.script;
        document.head.append(script);
      });
    }

    function load() {
      if (!entries) {
        entries = form.dataset.index
          .split(" ")
          .reduce(function (earlier, address) {
            return earlier.catch(function () {
              return fetch(root + address).then(function (reply) {
                return reply.ok ? reply.json() : Promise.reject(new Error(reply.status));
              });
            });
          }, fromScript())
          .then(entriesOf);
        entries.catch(function () {
          entries = null;
        });
      }
      return entries;
    }

    function item(found) {
      var line = document.createElement("li");
      var link = document.createElement("a");
      var title = document.createElement("span");
      line.className = "sl-search__item";
      link.className = "sl-search__link";
      title.className = "sl-search__title";
      link.href = root + found.entry.location;
      show(title, found.entry.title, found.words);
      link.append(title);
      if (found.entry.page && found.entry.page !== found.entry.title) {
        var page = document.createElement("span");
        page.className = "sl-search__page";
        page.textContent = found.entry.page;
        link.append(" ", page);
      }
      var text = document.createElement("span");
      text.className = "sl-search__text";
      show(text, excerpt(found.entry, found.words), found.words);
      line.append(link, text);
      return line;
    }

    function fill(found) {
      var shown = found.slice(0, AT_ONCE);
      var rest = found.slice(AT_ONCE);
      shown.forEach(function (each) {
        list.append(item(each));
      });
      if (rest.length) {
        var line = document.createElement("li");
        var more = document.createElement("button");
        more.type = "button";
        more.className = "sl-search__more";
        more.textContent = form.dataset.more;
        more.addEventListener("click", function () {
          var before = list.children.length - 1;
          line.remove();
          fill(rest);
          list.children[before].querySelector("a").focus();
        });
        line.append(more);
        list.append(line);
      }
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
          if (query !== field.value.trim()) {
            return;
          }
          var found = find(all, query);
          list.textContent = "";
          answer.hidden = false;
          status.textContent = found.length
            ? form.dataset.found.replace(/\{+\}+/, found.length)
            : form.dataset.none;
          fill(found);
        },
        function () {
          list.textContent = "";
          answer.hidden = false;
          status.textContent = form.dataset.failed;
        }
      );
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
      }
    });
    // A link to a part of this very page: close, so the part can be seen.
    list.addEventListener("click", function (event) {
      if (event.target.closest("a")) {
        close();
      }
    });
  }

  // --- Versions: a list in place of the link to it, which leads to this very page in each.

  function setUpVersions(holder) {
    var link = holder.querySelector("a");
    var root = new URL(holder.dataset.root || "./", location.href);
    var here = holder.dataset.version;
    var menu = document.createElement("details");
    var button = document.createElement("summary");
    var list = document.createElement("ul");
    var isFilled = false;

    menu.className = "sl-versions__menu";
    button.className = "sl-versions__link";
    list.className = "sl-versions__list";
    button.innerHTML = link.innerHTML;
    menu.append(button, list);

    function load(name) {
      return fetch(new URL("../" + name, root), { cache: "no-cache" }).then(function (answer) {
        if (!answer.ok) {
          throw new Error(answer.status);
        }
        return answer.json();
      });
    }

    // Where this page is in another version: pages have one name in all of them.
    function addressIn(version, pages) {
      var path = decodeURIComponent(location.pathname.slice(root.pathname.length));
      var address = path.replace(/index\.html$/, "");
      var name = (pages[here] || {})[address];
      var there = pages[version] || {};
      var found = Object.keys(there).find(function (other) {
        return there[other] === name;
      });
      return name === undefined || found === undefined ? "" : found;
    }

    function add(address, text, isHere) {
      var item = document.createElement("li");
      var way = document.createElement("a");
      way.className = "sl-versions__choice";
      way.href = address;
      way.textContent = text;
      if (isHere) {
        way.setAttribute("aria-current", "true");
      }
      item.append(way);
      list.insertBefore(item, list.lastElementChild);
    }

    function fill(versions, pages) {
      versions.forEach(function (each) {
        var isNewest = each.aliases.indexOf("latest") >= 0;
        var folder = isNewest ? "latest" : each.version;
        var address = new URL("../" + folder + "/" + addressIn(each.version, pages), root);
        var text = each.title + (isNewest ? " (" + holder.dataset.newest + ")" : "");
        add(address.href, text, each.version === here);
      });
    }

    menu.addEventListener("toggle", function () {
      if (!menu.open || isFilled) {
        return;
      }
      isFilled = true;
      Promise.all([load("versions.json"), load("pages.json")]).then(
        function (found) {
          fill(found[0], found[1]);
        },
        function () {
          // The page with all versions is in the list already, and needs nothing fetched.
        }
      );
    });
    menu.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        button.focus();
      }
    });
    document.addEventListener("click", function (event) {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    });
    add(link.href, holder.dataset.all, false);
    link.replaceWith(menu);
  }

  document.querySelectorAll("[data-sl-versions]").forEach(setUpVersions);
  document.querySelectorAll("[data-sl-scheme-button]").forEach(setUpColours);
  document.querySelectorAll("[data-sl-search]").forEach(setUpSearch);
})();
