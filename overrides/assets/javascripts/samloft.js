// The choice of colours, and of versions. All else on a page works without scripts.
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
})();
