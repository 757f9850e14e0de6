package gpcm.node.config;

import gpcm.consultation.OdsCode;
import gpcm.node.people.Role;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a value that a provider says gives here.
 *
 * @param value a role code like {@code R8010}, an activity code like {@code B0062}, or a plain role
 * @param organisation where; empty for everywhere
 * @param roles none to give nothing, in place of the usual
 */
public record RoleMapping(String value, Optional<OdsCode> organisation, Set<Role> roles) {
  private static final Pattern WRITTEN =
      Pattern.compile("(?<value>[^\\s=].*?)(?:@(?<at>[A-Z0-9]{3,12}))?\\s*=\\s*(?<roles>[a-z+ ]+)");

  static final ValueFormat<RoleMapping> FORMAT =
      new ValueFormat<>(
          "a value, '@' and an ODS code where it holds at one organisation only, '=' and roles"
              + " joined by '+' (clerk, clinician, sender, operator, auditor, administrator; or"
              + " none)",
          "R8006@A20047 = clerk + sender",
          RoleMapping::parse,
          false);

  public RoleMapping {
    roles = Set.copyOf(roles);
  }

  private static RoleMapping parse(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException();
    }
    return new RoleMapping(
        matcher.group("value").strip(),
        Optional.ofNullable(matcher.group("at")).map(OdsCode::new),
        roles(matcher.group("roles").strip()));
  }

  private static Set<Role> roles(String text) {
    if (text.equals("none")) {
      return Set.of();
    }
    return Arrays.stream(text.split("\\+", -1))
        .map(word -> Role.of(word.strip()).orElseThrow(IllegalArgumentException::new))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
