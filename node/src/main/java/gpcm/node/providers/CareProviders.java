package gpcm.node.providers;

import gpcm.node.config.OrganisationSettings;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.mailbox.MeshQuestions;
import gpcm.node.register.RegisterTrouble;
import gpcm.node.register.WatchedFile;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;

/**
 * The providers that can act on an online consultation, from the registers that organisations keep
 * (GPC-SD-OC-08). Which are near a postcode is told by how much of the postcodes agrees, since
 * nothing here knows where a postcode is; which are near a point, by the distance. Thread-safe.
 */
public final class CareProviders implements AutoCloseable {
  private static final List<Nearness> NEAREST_FIRST = List.of(Nearness.values());

  /** So many are answered at most. */
  public static final int MOST = 100;

  private final Map<String, WatchedFile<List<Provider>>> registers;
  private final ProviderMailboxes mailboxes;
  private final UsualAnswers answers;

  private CareProviders(
      Map<String, WatchedFile<List<Provider>>> registers,
      ProviderMailboxes mailboxes,
      UsualAnswers answers) {
    this.registers = Map.copyOf(registers);
    this.mailboxes = mailboxes;
    this.answers = answers;
  }

  /**
   * Opens the registers that are configured.
   *
   * @param trouble by ODS code, who hears of what is wrong with a file that is used on
   * @throws RuntimeException when a file is not what it should be, naming file and line
   */
  public static CareProviders open(
      List<OrganisationSettings> organisations,
      Map<String, Mailbox> mailboxes,
      MeshQuestions questions,
      Jdbi jdbi,
      InstantSource clock,
      Function<String, RegisterTrouble> trouble) {
    Map<String, WatchedFile<List<Provider>>> registers = new HashMap<>();
    for (OrganisationSettings each : organisations) {
      each.sender()
          .providers()
          .ifPresent(file -> registers.put(each.ods().value(), register(file, each, trouble)));
    }
    return new CareProviders(
        registers, new ProviderMailboxes(mailboxes, questions, clock), new UsualAnswers(jdbi));
  }

  private static WatchedFile<List<Provider>> register(
      Path file, OrganisationSettings organisation, Function<String, RegisterTrouble> trouble) {
    return new WatchedFile<>(
        file,
        "providers",
        ProviderLines::read,
        List::isEmpty,
        trouble.apply(organisation.ods().value()));
  }

  /** Looks at each register whether it can be used, though nobody asks for a while. */
  public void look() {
    registers.values().forEach(WatchedFile::look);
  }

  /** Whether an organisation keeps a register. */
  public boolean has(String organisation) {
    return registers.containsKey(organisation);
  }

  /** All services of an organisation's register, in the order of the alphabet. */
  public List<String> services(String organisation) {
    TreeSet<String> services = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    all(organisation).forEach(each -> services.addAll(each.services()));
    return List.copyOf(services);
  }

  /** How many an organisation's register has. */
  public int count(String organisation) {
    return all(organisation).size();
  }

  /**
   * The nearest first; those without a place last when a point is asked for. What is as near stands
   * in the order of the alphabet.
   *
   * @param service only those that offer it, in any case of letters
   * @param limit how many at most
   */
  public List<NearbyProvider> near(
      String organisation, Near near, Optional<String> service, int limit) {
    return all(organisation).stream()
        .filter(each -> service.isEmpty() || each.offers(service.get()))
        .map(each -> ranked(each, near))
        .sorted(
            Comparator.<Ranked>comparingDouble(Ranked::rank)
                .thenComparing(each -> each.provider.name())
                .thenComparing(each -> each.provider.siteCode().value()))
        .limit(Math.min(limit, MOST))
        .map(each -> seen(organisation, each))
        .toList();
  }

  /** One of an organisation's register by the code of its site. */
  public Optional<NearbyProvider> find(String organisation, String siteCode) {
    return all(organisation).stream()
        .filter(each -> each.siteCode().value().equals(siteCode))
        .findFirst()
        .map(
            each ->
                seen(organisation, new Ranked(each, Optional.empty(), OptionalDouble.empty(), 0)));
  }

  private List<Provider> all(String organisation) {
    WatchedFile<List<Provider>> register = registers.get(organisation);
    return register == null ? List.of() : register.current();
  }

  private record Ranked(
      Provider provider, Optional<Nearness> nearness, OptionalDouble kilometres, double rank) {}

  private static Ranked ranked(Provider provider, Near near) {
    return switch (near) {
      case Near.PartOfPostcode postcode -> {
        Nearness nearness = postcode.to(provider.postcode());
        yield new Ranked(
            provider,
            Optional.of(nearness),
            OptionalDouble.empty(),
            NEAREST_FIRST.indexOf(nearness));
      }
      case Near.Point(Coordinates from) -> {
        OptionalDouble far =
            provider.place().isPresent()
                ? OptionalDouble.of(from.kilometresTo(provider.place().get()))
                : OptionalDouble.empty();
        yield new Ranked(provider, Optional.empty(), far, far.orElse(Double.MAX_VALUE));
      }
    };
  }

  private NearbyProvider seen(String organisation, Ranked ranked) {
    String ods = ranked.provider.odsCode().value();
    return new NearbyProvider(
        ranked.provider,
        ranked.nearness,
        ranked.kilometres.isPresent()
            ? OptionalDouble.of(Math.round(ranked.kilometres.getAsDouble() * 10) / 10.0)
            : ranked.kilometres,
        mailboxes.of(organisation, ods),
        answers.of(organisation, ods));
  }

  @Override
  public void close() {
    mailboxes.close();
  }
}
