// Long tables get a field that leaves the rows which hold what is written; wide code can be scrolled.
(function () {
  "use strict";

  var MANY = 20;
  var REST = 250;
  var article = document.querySelector(".sl-article[data-filter]");

  function add(parent, name, text, attributes) {
    var made = document.createElement(name);
    made.textContent = text;
    Object.keys(attributes).forEach(function (key) {
      made.setAttribute(key, attributes[key]);
    });
    parent.append(made);
    return made;
  }

  // Tables with the same heads are parts of one: a list of demands by principle, say.
  function alike(tables) {
    var found = {};
    Array.prototype.forEach.call(tables, function (table) {
      if (table.tHead && table.tBodies.length === 1) {
        var heads = table.tHead.textContent.replace(/\s+/g, " ");
        found[heads] = (found[heads] || []).concat(table);
      }
    });
    return Object.keys(found).map(function (heads) {
      return found[heads];
    });
  }

  function rowsOf(tables) {
    return [].concat.apply([], tables.map(function (table) {
      return Array.prototype.slice.call(table.tBodies[0].rows);
    }));
  }

  function setUp(tables, number) {
    var rows = rowsOf(tables);
    var box = document.createElement("div");
    var id = "__filter" + number;
    var waiting = 0;
    box.className = "sl-filter";
    add(box, "label", article.dataset.filter, { class: "sl-filter__label", for: id });
    var field = add(box, "input", "", {
      class: "sl-filter__field", id: id, type: "search", autocomplete: "off", spellcheck: "false",
    });
    var status = add(box, "p", "", { class: "sl-filter__status", role: "status" });

    field.addEventListener("input", function () {
      var wanted = field.value.trim().toLowerCase();
      var left = rows.filter(function (row) {
        row.hidden = row.textContent.toLowerCase().indexOf(wanted) < 0;
        return !row.hidden;
      }).length;
      // Once the typing rests, so a screen reader hears one number, not one for each letter.
      clearTimeout(waiting);
      waiting = setTimeout(function () {
        status.textContent = !wanted ? "" : left
          ? article.dataset.found.replace(/\{+\}+/, left)
          : article.dataset.none;
      }, REST);
    });
    tables[0].before(box);
  }

  // Again when the window changes: a page is turned about, or made larger, after it came.
  function reach(code) {
    if (code.scrollWidth > code.clientWidth) {
      code.tabIndex = 0;
      code.setAttribute("role", "group");        // not a landmark: a page may have many
      code.setAttribute("aria-label", article.dataset.code);
    } else {
      ["tabindex", "role", "aria-label"].forEach(function (name) {
        code.removeAttribute(name);
      });
    }
  }

  function reachAll() {
    article.querySelectorAll("pre, pre > code").forEach(reach);
  }

  if (article) {
    alike(article.querySelectorAll("table")).filter(function (tables) {
      return rowsOf(tables).length >= MANY;
    }).forEach(setUp);
    reachAll();
    window.addEventListener("resize", reachAll);
  }
})();
