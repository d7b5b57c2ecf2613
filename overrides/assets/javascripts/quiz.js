// Quizzes that can be answered: a button to check, a verdict at each option, and to try again.
(function () {
  "use strict";

  var words = window.samloftWords || {};

  function make(name, style, text) {
    var element = document.createElement(name);
    element.className = style;
    element.textContent = text || "";
    return element;
  }

  // A mark, which colour repeats, and the same in words.
  function verdict(isRight, text) {
    var line = make("p", "sl-answer__verdict sl-answer__verdict--" + (isRight ? "right" : "wrong"));
    var mark = make("span", "sl-answer__mark", isRight ? "✓" : "×");
    mark.setAttribute("aria-hidden", "true");
    line.append(mark, " ", text);
    return line;
  }

  // What is written is compared without regard to case, spaces and a full stop at the end.
  function even(text) {
    return text.normalize("NFC").toLowerCase().replace(/\s+/g, " ").replace(/[.!?\s]+$/, "").trim();
  }

  function setUp(quiz) {
    var way = quiz.dataset.slQuiz;
    var name = quiz.dataset.slName;
    var question = quiz.querySelector("fieldset");
    var fields = Array.from(question.querySelectorAll("input"));
    var button = make("button", "sl-push", words.quizCheck);
    var status = make("div", "sl-quiz__status");
    var told = make("div", "sl-quiz__told");
    var isChecked = false;

    button.type = "button";
    status.setAttribute("role", "status");
    told.hidden = true;
    // Which question it checks: a list of buttons, read aloud, holds one for each.
    var number = quiz.querySelector(".sl-quiz__place");
    if (number) {
      number.id = "sl-place:" + name;
      button.id = "sl-check:" + name;
      button.setAttribute("aria-labelledby", button.id + " " + number.id);
    }

    // What the author says of it stands in the fold; here it is shown where it belongs.
    function reasons(selector) {
      var holder = quiz.querySelector("details.answer " + selector);
      return holder
        ? Array.from(holder.children).map(function (each) {
            return each.cloneNode(true);
          })
        : [];
    }

    function judge(field) {
      var answer = field.closest(".sl-answer");
      var isRight = field.hasAttribute("data-sl-right");
      var place = make("div", "sl-answer__after");
      var text = isRight ? (way === "several" ? words.quizMissed : words.quizAnswer) : "";
      if (field.checked) {
        text = isRight ? words.quizChosenRight : words.quizChosenWrong;
      }
      if (text) {
        place.append(verdict(isRight, text));
        answer.classList.add(isRight ? "sl-answer--right" : "sl-answer--wrong");
      }
      place.append.apply(place, reasons('[data-sl-option="' + field.value + '"]').slice(1));
      if (place.childNodes.length) {
        place.id = "sl-after:" + name + "-" + field.value;
        field.setAttribute("aria-describedby", place.id);
        answer.append(place);
      }
      return field.checked === isRight;
    }

    function written() {
      var accepted = (quiz.dataset.slAccepted || "").split("|");
      var isRight = accepted.map(even).indexOf(even(fields[0].value)) >= 0;
      if (!isRight) {
        told.append(make("p", "", words.quizAnswer + ": " + accepted.join(" / ")));
      }
      return isRight;
    }

    function isEmpty() {
      return way === "text"
        ? !fields[0].value.trim()
        : !fields.some(function (field) {
            return field.checked;
          });
    }

    function clear() {
      quiz.querySelectorAll(".sl-answer__after").forEach(function (each) {
        each.remove();
      });
      quiz.querySelectorAll(".sl-answer").forEach(function (each) {
        each.classList.remove("sl-answer--right", "sl-answer--wrong");
      });
      fields.forEach(function (field) {
        field.removeAttribute("aria-describedby");
      });
      told.hidden = true;
      told.textContent = "";
      status.textContent = "";
      button.textContent = words.quizCheck;
      isChecked = false;
    }

    function check() {
      clear();
      if (isEmpty()) {
        status.textContent = way === "text" ? words.quizNothing : words.quizNone;
        fields[0].focus();
        return;
      }
      var right = way === "text" ? [written()] : fields.map(judge);
      var isRight = right.every(Boolean);
      var some = fields.some(function (field) {
        return field.checked && field.hasAttribute("data-sl-right");
      });
      told.append.apply(told, reasons(".sl-quiz__reason"));
      told.hidden = !told.childNodes.length;
      status.append(
        verdict(isRight, isRight ? words.quizGood : some ? words.quizPart : words.quizBad)
      );
      button.textContent = words.quizAgain;
      isChecked = true;
      quiz.dispatchEvent(
        new CustomEvent("sl-answered", { bubbles: true, detail: { name: name, isRight: isRight } })
      );
    }

    function again() {
      clear();
      fields.forEach(function (field) {
        field.checked = false;
        if (field.type === "text") {
          field.value = "";
        }
      });
      fields[0].focus();
    }

    button.addEventListener("click", function () {
      (isChecked ? again : check)();
    });
    // Another answer than the one that was judged: what was said of that no longer holds.
    question.addEventListener("input", function () {
      if (isChecked || status.textContent) {
        clear();
      }
    });
    question.addEventListener("keydown", function (event) {
      if (event.key === "Enter" && event.target.type === "text") {
        event.preventDefault();
        check();
      }
    });
    question.after(status, told, button);
  }

  document.querySelectorAll("[data-sl-quiz]").forEach(setUp);
})();
