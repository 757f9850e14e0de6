package gpcm.node.working;

import java.util.List;
import java.util.stream.Collectors;

/** How a setting is told: in full to the people of its organisation, or by ids for good. */
public enum Telling {
  /** To the people of its organisation. */
  FULL {
    @Override
    String of(Named named) {
      return named.name();
    }

    @Override
    public String text(String text) {
      return "“" + text + "”";
    }
  },
  /** In the part of the audit log that is never erased. */
  SEALED {
    @Override
    String of(Named named) {
      return named.id().toString();
    }

    @Override
    public String text(String text) {
      return "(text of %d characters)".formatted(text.codePointCount(0, text.length()));
    }
  };

  /** A setting that can be told in both ways. */
  @FunctionalInterface
  public interface Told {
    /** In words. */
    String in(Telling how);
  }

  abstract String of(Named named);

  /** What somebody wrote. */
  public abstract String text(String text);

  String of(List<Named> all) {
    return all.isEmpty() ? "nobody" : all.stream().map(this::of).collect(Collectors.joining(", "));
  }
}
