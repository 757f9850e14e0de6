package gpcm.cli.requirements;

import gpcm.rules.catalogue.Requirement;
import gpcm.rules.catalogue.Requirement.Kind;
import gpcm.rules.catalogue.UserStory;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** The account for people. */
final class AccountText {
  private final PrintWriter out;

  AccountText(PrintWriter out) {
    this.out = out;
  }

  void write(Account account, boolean open, boolean named) {
    if (named && !open) {
      account.requirements().forEach(this::explain);
      account.stories().forEach(this::explain);
      return;
    }
    for (Requirement r : account.requirements()) {
      out.printf(
          "%-15s %-6s %-12s %s%n%36s%s%n",
          r.id(), r.strength(), r.kind().label(), r.words(), "", r.proof());
    }
    for (UserStory story : account.stories()) {
      for (UserStory.Criterion criterion : story.criteria()) {
        out.printf(
            "%-22s %-12s %s%n%36s%s%n",
            criterion.id(), criterion.kind().label(), criterion.words(), "", criterion.account());
      }
    }
    if (open) {
      out.printf(
          "%n%d requirements and %d criteria of user stories are open%n",
          account.requirements().size(),
          account.stories().stream().mapToInt(story -> story.criteria().size()).sum());
    }
  }

  private void explain(Requirement r) {
    out.printf("%s  %s, %s%n", r.id(), r.strength(), scope(r));
    out.printf("  asks        %s%n", r.words());
    conditions(r.conditions());
    out.printf("  is met      %s%n", how(r.kind()));
    out.printf("  %s  %s%n", r.proven() ? "proof     " : "reason    ", r.proof());
    out.println();
  }

  /** A line for each element, with what must hold there. */
  private void conditions(List<Requirement.Condition> conditions) {
    String label = "conditions";
    for (Map.Entry<String, List<String>> one : Requirement.Condition.byElement(conditions)) {
      out.printf("  %-10s  %s: %s%n", label, one.getKey(), String.join(", ", one.getValue()));
      label = "";
    }
  }

  private void explain(UserStory story) {
    out.printf("%s  %s%n", story.id(), story.words());
    for (UserStory.Criterion criterion : story.criteria()) {
      out.printf("%n  %s  for the %s%n", criterion.id(), criterion.who());
      out.printf("    asks      %s%n", criterion.words());
      out.printf("    is        %s%n", criterion.kind().label());
      out.printf(
          "    %s  %s%n",
          criterion.kind() == UserStory.Kind.PROVEN ? "proof   " : "reason  ", criterion.account());
    }
    out.println();
  }

  private static String scope(Requirement r) {
    return r.useCase().equals("core") ? "for every use case" : "use case " + r.useCase();
  }

  private static String how(Kind kind) {
    return switch (kind) {
      case RULE -> "by a rule that every message is checked against";
      case MESH_RULE -> "by a rule for what travels beside the message on MESH";
      case BEHAVIOUR -> "by what the node does, as a test shows";
      case PAGE -> "on a page of the node, as a test in a browser shows";
      case OPEN -> "not yet, or not wholly";
      case NOT_SOFTWARE -> "by people and organisations; no software can";
    };
  }
}
