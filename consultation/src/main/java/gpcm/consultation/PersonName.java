package gpcm.consultation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A person's official name. Immutable.
 *
 * @param family the surname
 * @param given the forenames in order; empty for somebody who has none
 * @param prefix the title, such as {@code Dr}
 */
public record PersonName(String family, List<String> given, Optional<String> prefix) {
  /**
   * @throws InvalidValueException when a part is blank, too long, or holds control characters
   */
  public PersonName {
    CheckedText.line("Family name", family);
    given = CheckedText.list("Given names", given, 20);
    given.forEach(name -> CheckedText.line("Given name", name));
    prefix.ifPresent(words -> CheckedText.line("Title", words));
  }

  /** Given names and family name as people read them, without the title. */
  public String inReadingOrder() {
    return Stream.concat(given.stream(), Stream.of(family)).collect(Collectors.joining(" "));
  }

  /** Masked, so that it can reach a log. */
  @Override
  public String toString() {
    return "PersonName[masked]";
  }
}
