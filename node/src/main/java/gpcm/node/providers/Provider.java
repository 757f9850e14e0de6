package gpcm.node.providers;

import gpcm.consultation.Address;
import gpcm.consultation.CodedEntry;
import gpcm.consultation.OdsCode;
import gpcm.consultation.Postcode;
import gpcm.consultation.ProviderPreference;
import gpcm.consultation.Telephone;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A provider that can act on an online consultation, as the register of an organisation has it.
 * Immutable.
 *
 * @param odsCode its organisation's ODS code
 * @param siteCode the ODS code of the site
 * @param name its name
 * @param type what it is, in words, such as {@code Community pharmacy}
 * @param address its address, line by line, without the postcode
 * @param postcode its postcode
 * @param telephone its telephone number
 * @param openingHours when it is open, in words; empty when the register does not say
 * @param services what it offers, in words
 * @param place where it is on the globe
 */
public record Provider(
    OdsCode odsCode,
    OdsCode siteCode,
    String name,
    Optional<String> type,
    List<String> address,
    Postcode postcode,
    Telephone telephone,
    String openingHours,
    List<String> services,
    Optional<Coordinates> place) {

  /** Takes copies of the lists. */
  public Provider {
    address = List.copyOf(address);
    services = List.copyOf(services);
  }

  /** The same as a patient's preference. */
  public ProviderPreference preference() {
    return new ProviderPreference(
        odsCode,
        new CodedEntry.Location(
            siteCode,
            name,
            telephone,
            type,
            Optional.of(
                new Address(
                    address,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(postcode),
                    Optional.empty()))));
  }

  /** Whether it offers a service, whatever the case of its letters. */
  boolean offers(String service) {
    String wanted = service.strip().toLowerCase(Locale.ROOT);
    return services.stream().anyMatch(each -> each.toLowerCase(Locale.ROOT).equals(wanted));
  }
}
