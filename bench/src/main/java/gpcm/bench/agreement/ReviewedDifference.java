package gpcm.bench.agreement;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A kind of difference between the rules and HAPI's validator that a person has looked at. */
interface ReviewedDifference {
  /** The constant's name. */
  String name();

  /** The form of the faults it is known by. */
  String form();

  /** Why there is one. */
  String reason();

  /** Its name, for people. */
  default String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The first whose form one of the faults has; empty when none does. */
  static <D extends ReviewedDifference> Optional<D> first(D[] reviewed, List<String> faults) {
    return Arrays.stream(reviewed)
        .filter(each -> faults.stream().anyMatch(fault -> fault.matches("(?s)" + each.form())))
        .findFirst();
  }
}
