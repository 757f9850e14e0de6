package gpcm.rules.catalogue;

import java.util.List;
import java.util.stream.Collectors;

/** The account of the user stories as a page for people: docs/user-stories.md. */
public final class UserStoriesDocument {
  private static final String HEAD =
      """
      # User stories

      <!-- Generated from rules/src/main/resources/gpcm/rules/catalogue/user-stories.txt. Do not edit. -->

      Every acceptance criterion of the user stories of GP Connect Messaging 1.4.0, and every step of its process maps:
      *proven* by the tests that are named, *open* with what will bring it, or *not-software* with the reason.
      The words are this project's own; the specification's decide. `gpcm requirements --open` lists what is open.

      """;

  private UserStoriesDocument() {}

  /** The page, in Markdown. */
  public static String markdown(List<UserStory> stories) {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("| kind | criteria and steps |\n| --- | --- |\n");
    for (UserStory.Kind kind : UserStory.Kind.values()) {
      long count =
          stories.stream()
              .flatMap(story -> story.criteria().stream())
              .filter(criterion -> criterion.kind() == kind)
              .count();
      page.append("| ").append(kind.label()).append(" | ").append(count).append(" |\n");
    }
    for (UserStory story : stories) {
      page.append("\n## ").append(story.id()).append("\n\n").append(story.words()).append("\n\n");
      page.append("| criterion | who | kind | in our words | proof, or what will bring it |\n");
      page.append("| --- | --- | --- | --- | --- |\n");
      for (UserStory.Criterion criterion : story.criteria()) {
        page.append("| ")
            .append(
                String.join(
                    " | ",
                    criterion.id(),
                    criterion.who(),
                    criterion.kind().label(),
                    criterion.words(),
                    account(criterion)))
            .append(" |\n");
      }
    }
    return page.toString();
  }

  private static String account(UserStory.Criterion criterion) {
    return criterion.kind() == UserStory.Kind.PROVEN
        ? criterion.proofs().stream()
            .map(proof -> "`" + proof.substring(proof.lastIndexOf('.') + 1) + "`")
            .collect(Collectors.joining(", "))
        : criterion.account();
  }
}
