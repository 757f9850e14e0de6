package gpcm.rules.catalogue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The account as a page for people: docs/requirements.md. */
public final class RequirementsDocument {
  private static final Map<String, String> HEADINGS =
      Map.of(
          "core", "All use cases",
          "consultation-summary", "Consultation Summary",
          "online-consultation", "Online Consultation",
          "generic", "Generic");

  private static final String TABLE_HEAD =
      """
      | requirement | strength | kind | in our words | conditions | proof or reason |
      | --- | --- | --- | --- | --- | --- |
      """;

  private RequirementsDocument() {}

  /** The page, in Markdown. */
  public static String markdown(List<Requirement> requirements) {
    StringBuilder page = new StringBuilder();
    page.append("# Requirements\n\n");
    page.append(
        "<!-- Generated from the rules and from"
            + " rules/src/main/resources/gpcm/rules/catalogue/requirements.txt. Do not edit."
            + " -->\n\n");
    page.append(
        "Every numbered requirement of GP Connect Messaging 1.4.0 (Send Document) and how this"
            + " project meets it:\n");
    page.append(
        "as a *rule* checked on every message, as a *mesh-rule* checked on what travels beside it,"
            + " as a *behaviour*\n");
    page.append(
        "that a named test shows, on a *page* that a browser test shows, *open* with what will"
            + " bring it, or\n"
            + "*not-software* with the reason.\n");
    page.append(
        "A rule's conditions are what its text asks for, one by one: a message that breaks only"
            + " that one is in\n");
    page.append(
        "`rules/src/test/resources/gpcm/rules`, and the build fails when a condition has none.\n");
    page.append("The words are this project's own; the specification's decide.\n\n");
    Map<String, Long> kinds =
        requirements.stream()
            .collect(
                Collectors.groupingBy(r -> r.kind().label(), TreeMap::new, Collectors.counting()));
    page.append("| kind | requirements |\n| --- | --- |\n");
    kinds.forEach(
        (kind, count) -> page.append("| ").append(kind).append(" | ").append(count).append(" |\n"));
    long awaited = requirements.stream().filter(Requirement::awaited).count();
    page.append("| all | ").append(requirements.size()).append(" |\n\n");
    if (awaited > 0) {
      page.append("The proof of ").append(awaited).append(" of them is still awaited.\n\n");
    }
    String useCase = "";
    for (Requirement requirement : requirements) {
      if (!requirement.useCase().equals(useCase)) {
        useCase = requirement.useCase();
        page.append("## ").append(HEADINGS.get(useCase)).append("\n\n");
        page.append(TABLE_HEAD);
      }
      page.append("| ")
          .append(
              String.join(
                  " | ",
                  requirement.id(),
                  requirement.strength().name().toLowerCase(Locale.ROOT),
                  requirement.kind().label(),
                  cell(requirement.words()),
                  cell(conditions(requirement)),
                  proof(requirement)))
          .append(" |\n");
      if (isLast(requirements, requirement)) {
        page.append('\n');
      }
    }
    return page.toString().stripTrailing() + "\n";
  }

  private static boolean isLast(List<Requirement> all, Requirement one) {
    int next = all.indexOf(one) + 1;
    return next == all.size() || !all.get(next).useCase().equals(one.useCase());
  }

  private static String proof(Requirement requirement) {
    return requirement.proven()
        ? requirement.proofs().stream()
            .map(proof -> "`" + proof.substring(proof.lastIndexOf('.') + 1) + "`")
            .collect(Collectors.joining(", "))
        : cell(requirement.proof());
  }

  /** Those of one element together: "Composition.status: present, value". */
  private static String conditions(Requirement requirement) {
    return Requirement.Condition.byElement(requirement.conditions()).stream()
        .map(element -> element.getKey() + ": " + String.join(", ", element.getValue()))
        .collect(Collectors.joining("; "));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
