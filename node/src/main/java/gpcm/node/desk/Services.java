package gpcm.node.desk;

import gpcm.node.desk.Service.Kind;
import gpcm.node.desk.Service.Outage;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * The services elsewhere that this node's configuration names, and what any node of the database
 * has heard of them. Nothing is asked to say so. Thread-safe.
 */
public final class Services {
  private final Jdbi jdbi;
  private final Optional<String> pds;
  private final Map<String, String> providers;

  /**
   * Those that are named.
   *
   * @param pds under which name the nodes keep what they hear of PDS; empty when nobody is looked
   *     up there
   * @param providers what people call the providers that they sign in at, by their issuers
   */
  public Services(Jdbi jdbi, Optional<String> pds, Map<String, String> providers) {
    this.jdbi = jdbi;
    this.pds = pds;
    this.providers = new LinkedHashMap<>(providers);
  }

  /** None at all. */
  public static Services none(Jdbi jdbi) {
    return new Services(jdbi, Optional.empty(), Map.of());
  }

  /** How each of them stands. */
  public List<Service> all() {
    List<Service> all = new ArrayList<>();
    pds.map(this::pds).ifPresent(all::add);
    providers.forEach((issuer, label) -> all.add(provider(issuer, label)));
    return List.copyOf(all);
  }

  private Service pds(String application) {
    // What follows the address tells applications apart, and tells people nothing.
    String name = "PDS (" + application.replaceFirst(" .*", "") + ")";
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select * from pds_application where name = :name")
                .bind("name", application)
                .map((row, context) -> service(Kind.PDS, name, row, outage(row)))
                .findOne()
                .orElseGet(() -> unasked(Kind.PDS, name)));
  }

  private static Optional<Outage> outage(ResultSet row) throws SQLException {
    Optional<Instant> since = Moment.perhaps(row, "trouble_since");
    boolean refused = "refused".equals(row.getString("trouble"));
    String words = Optional.ofNullable(row.getString("reason")).orElse("");
    return since.map(at -> new Outage(refused, at, words));
  }

  private Service provider(String issuer, String label) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select * from provider_standing where issuer = :issuer")
                .bind("issuer", issuer)
                .map((row, context) -> service(Kind.SIGN_IN, label, row, Optional.empty()))
                .findOne()
                .orElseGet(() -> unasked(Kind.SIGN_IN, label)));
  }

  private static Service service(Kind kind, String name, ResultSet row, Optional<Outage> outage)
      throws SQLException {
    return new Service(
        kind,
        name,
        Moment.perhaps(row, "answered_at"),
        Moment.perhaps(row, "failed_at"),
        Optional.ofNullable(row.getString("failure")).orElse(""),
        outage);
  }

  private static Service unasked(Kind kind, String name) {
    return new Service(kind, name, Optional.empty(), Optional.empty(), "", Optional.empty());
  }
}
