package gpcm.node.working;

import java.util.List;
import java.util.stream.Collectors;

/** How a setting is told: in full to the people of its organisation, or by ids for good. */
enum Telling {
  FULL {
    @Override
    String of(Named named) {
      return named.name();
    }

    @Override
    String text(String text) {
      return "“" + text + "”";
    }
  },
  SEALED {
    @Override
    String of(Named named) {
      return named.id().toString();
    }

    @Override
    String text(String text) {
      return "(text of %d characters)".formatted(text.codePointCount(0, text.length()));
    }
  };

  /** A setting that can be told in both ways. */
  @FunctionalInterface
  interface Told {
    /** In words. */
    String in(Telling how);
  }

  abstract String of(Named named);

  /** What somebody wrote. */
  abstract String text(String text);

  String of(List<Named> all) {
    return all.isEmpty() ? "nobody" : all.stream().map(this::of).collect(Collectors.joining(", "));
  }
}
