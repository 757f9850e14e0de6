package gpcm.node.web;

import gpcm.node.people.Directory;
import gpcm.node.people.Person;
import java.util.List;
import java.util.Optional;

/**
 * For which organisations somebody with an account of the node's own may sign in.
 *
 * @param open ODS codes, in order
 * @param shut whether their account is shut at others
 */
record Workplaces(List<String> open, boolean shut) {
  Workplaces {
    open = List.copyOf(open);
  }

  static Workplaces of(Directory directory, Person person) {
    List<String> shut = directory.shut().organisations(person.id());
    List<String> theirs = directory.people().organisations(person.id());
    return new Workplaces(
        theirs.stream().filter(each -> !shut.contains(each)).toList(),
        theirs.stream().anyMatch(shut::contains));
  }

  /** The one that they name, or the only one. */
  Optional<String> chosen(Form form) {
    return form.text("organisation")
        .map(String::strip)
        .or(() -> open.size() == 1 ? Optional.of(open.getFirst()) : Optional.empty())
        .filter(open::contains);
  }

  /** What somebody is told who has chosen none. */
  String question() {
    if (!open.isEmpty()) {
      return "Say for which organisation: " + String.join(", ", open) + ".";
    }
    return shut
        ? "Your account is shut. Ask an administrator of your organisation."
        : "You have no role here. Ask an administrator of your organisation for one.";
  }

  /** The same for the audit log. */
  String refusal() {
    return open.isEmpty() && shut ? "account shut" : "no such organisation";
  }
}
