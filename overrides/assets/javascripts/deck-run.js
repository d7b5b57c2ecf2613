// What a facilitator's own run says on slides: day, place and clock times from the address, and
// people divided into groups, with a map of the tables. deck.js shows the slides.
(function (deck) {
  "use strict";

  if (!deck) {
    return;
  }
  var root = deck.root;
  var words = deck.words;
  var form = root.querySelector("[data-sl-groups]");
  var first = root.querySelector(".sl-slide--first .sl-slide__facts");
  var MOST_DRAWN = 12;

  function fact(name) {
    return (new URLSearchParams(location.hash.slice(1)).get(name) || "").trim().slice(0, 120);
  }

  // --- Groups as even as they can be, the larger ones first.

  function sizesOf(state) {
    var sizes = [];
    for (var i = 0; i < state.groups && state.groups <= state.people; i += 1) {
      sizes.push(Math.floor(state.people / state.groups) + (i < state.people % state.groups ? 1 : 0));
    }
    return sizes;
  }

  function told(state) {
    var sizes = sizesOf(state);
    if (!sizes.length) {
      return "";
    }
    return deck.said(words.divided, {
      people: state.people, groups: state.groups, sizes: sizes.join(" + "),
    });
  }

  // Counting is for a gathering whose author does not say who sits with whom.
  function counting(state) {
    var isSaid = root.querySelector("[data-seats=said]");
    return isSaid ? "" : " " + deck.said(words.count, { groups: state.groups });
  }

  // A table a group: its number, and a seat for each. The words beside it say the same.
  function drawTables(map, sizes) {
    var isDrawn = sizes.length && sizes.length <= MOST_DRAWN && sizes[0] <= MOST_DRAWN;
    map.hidden = !isDrawn;
    map.replaceChildren();
    (isDrawn ? sizes : []).forEach(function (size, at) {
      var table = document.createElement("span");
      var number = document.createElement("b");
      table.className = "sl-slide__table";
      number.textContent = String(at + 1);
      table.append(number, "●".repeat(size));
      map.append(table);
    });
  }

  function drawn(slides, state) {
    var text = told(state);
    root.querySelectorAll("[data-sl-divided]").forEach(function (place) {
      var isBesideFigure = place.closest(".sl-slide--pictured");
      place.textContent = text + (isBesideFigure ? "" : counting(state));
      place.hidden = !text;
      drawTables(place.nextElementSibling, isBesideFigure ? [] : sizesOf(state));
    });
    ["people", "groups"].forEach(function (name) {
      var field = form.elements[name];
      if (state[name] && document.activeElement !== field) {
        field.value = String(state[name]);
      }
    });
  }

  // Where people are told where to sit: later on they sit already.
  deck.slides.forEach(function (slide) {
    if ("seats" in slide.dataset) {
      var place = document.createElement("p");
      var map = document.createElement("p");
      place.className = "sl-slide__divided";
      place.dataset.slDivided = "";
      map.className = "sl-slide__tables";
      map.setAttribute("aria-hidden", "true");
      place.hidden = map.hidden = true;
      slide.querySelector(".sl-slide__words").append(place, map);
    }
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    deck.divide(form.elements.people.value, form.elements.groups.value);
    var text = told(deck.state());
    deck.tell(text && text + counting(deck.state()));
    form.closest("details").open = false;
    form.closest("details").querySelector("summary").focus();
  });

  // --- Day, place, and clock times where the gathering begins at another time than was planned.

  var CLOCKS = /(\d\d)([.:])(\d\d)/g;
  var planned = Array.from(
    root.querySelectorAll(".sl-slide__times, .sl-slide__again, .sl-slide__facts")
  ).map(function (place) {
    return { place: place, text: place.textContent };
  });

  function read() {
    var starts = /^([01]\d|2[0-3])[:.]?([0-5]\d)$/.exec(fact("start"));
    var times = root.querySelector(".sl-slide__times");
    var began = times && /(\d\d)[.:](\d\d)/.exec(planned.filter(function (each) {
      return each.place === times;
    })[0].text);
    var later = starts && began ? starts[1] * 60 + +starts[2] - (began[1] * 60 + +began[2]) : 0;
    planned.forEach(function (each) {
      each.place.textContent = each.text.replace(CLOCKS, function (_, hours, mark, minutes) {
        var at = (hours * 60 + +minutes + later + 2880) % 1440;
        return String(Math.floor(at / 60)).padStart(2, "0") + mark + String(at % 60).padStart(2, "0");
      });
    });
    var where = [samloftDates.day(words, fact("dato")), fact("sted")].filter(Boolean).join(", ");
    if (first && where) {
      first.textContent = where.charAt(0).toUpperCase() + where.slice(1) + ". " + first.textContent;
    }
  }

  addEventListener("hashchange", read);
  read();
  deck.follow({ changed: function () {}, drawn: drawn });
})(window.samloftDeck);
