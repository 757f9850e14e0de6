package gpcm.node.signin;

import gpcm.consultation.InvalidValueException;
import gpcm.consultation.OdsCode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The organisations that people work for here.
 *
 * @param all their ODS codes
 * @param branches the codes of their branches, each with its organisation
 */
public record ServedOrganisations(Set<OdsCode> all, Map<OdsCode, OdsCode> branches) {
  public ServedOrganisations {
    all = Set.copyOf(all);
    branches = Map.copyOf(branches);
  }

  /** The organisation of this code, or whose branch it is, if it is served here. */
  Optional<OdsCode> organisation(String code) {
    try {
      OdsCode ods = new OdsCode(code);
      return Optional.of(branches.getOrDefault(ods, ods)).filter(all::contains);
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }
}
