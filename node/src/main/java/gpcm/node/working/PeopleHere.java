package gpcm.node.working;

import gpcm.node.store.Moment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Who is at an organisation, so that something can be given to them: who has a role that an
 * administrator has given, and who has signed in with roles of a provider in the last 90 days;
 * nobody whose account is shut. Stateless.
 */
final class PeopleHere {
  /** Whether the person {@code p} is at an organisation at a time: whoever uses it names both. */
  static final String CONDITION =
      """
      (exists (select from last_sign_in s where s.person = p.id and s.organisation = ORGANISATION and s.at + interval '90 days' > NOW)
        or exists (select from role_assignment a where a.person = p.id and a.organisation = ORGANISATION and a.kind = 'given'
          and a.withdrawn_at is null and (a.ends_at is null or a.ends_at > NOW)))
      and not exists (select from account_shut x where x.person = p.id and x.organisation = ORGANISATION and x.opened_at is null)
      """;

  private static final String KNOWN =
      ("select p.id, p.name from person p where "
              + CONDITION
              + " and (cast(:id as uuid) is null or p.id = :id) order by p.name, p.id")
          .replace("ORGANISATION", ":organisation")
          .replace("NOW", ":now");

  private PeopleHere() {}

  /** By name. */
  static List<Named> all(Handle handle, String organisation, Instant now) {
    return known(handle, organisation, now, Optional.empty());
  }

  static Optional<Named> find(Handle handle, String organisation, Instant now, UUID id) {
    return known(handle, organisation, now, Optional.of(id)).stream().findFirst();
  }

  private static List<Named> known(
      Handle handle, String organisation, Instant now, Optional<UUID> id) {
    return handle
        .createQuery(KNOWN)
        .bind("organisation", organisation)
        .bind("now", Moment.column(now))
        .bindByType("id", id.orElse(null), UUID.class)
        .map((row, context) -> WorkRows.named(row, "id", "name").orElseThrow())
        .list();
  }
}
