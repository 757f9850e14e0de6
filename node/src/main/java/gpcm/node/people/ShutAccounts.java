package gpcm.node.people;

import gpcm.node.store.Moment;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Who may not come in although they have roles. An account is shut for an organisation, by its
 * administrator: whoever works for another one too goes on there, which is for that one to decide.
 * Thread-safe.
 */
public final class ShutAccounts {
  private final Jdbi jdbi;
  private final InstantSource clock;
  private final People people;

  ShutAccounts(Jdbi jdbi, InstantSource clock, People people) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.people = people;
  }

  /**
   * Shuts somebody's account at the administrator's organisation and ends their sessions there.
   *
   * @return how many sessions were ended
   * @throws RefusedAssignment when it is the administrator's own, when it is shut, or when the
   *     organisation would have no administrator left
   */
  public int shut(Acting by, UUID person, String reason) {
    People.requireOther(by, person);
    return jdbi.inTransaction(
        handle -> {
          String organisation = by.organisation();
          People.lock(handle, organisation);
          boolean administered = people.isAdministered(handle, organisation);
          int shut =
              handle
                  .createUpdate(
                      """
                      insert into account_shut (id, person, organisation, reason, shut_by, shut_at)
                      values (:id, :person, :organisation, :reason, :by, :now) on conflict do nothing
                      """)
                  .bind("id", UUID.randomUUID())
                  .bind("person", person)
                  .bind("organisation", organisation)
                  .bind("reason", reason)
                  .bind("by", by.person())
                  .bind("now", Moment.column(clock.instant()))
                  .execute();
          if (shut == 0) {
            throw new RefusedAssignment("this account is shut already");
          }
          people.requireStillAdministered(administered, handle, organisation);
          return endSessions(handle, by, person, "account shut");
        });
  }

  /**
   * Opens an account that was shut at the administrator's organisation. What sessions there were do
   * not come back.
   *
   * @throws RefusedAssignment when it is the administrator's own, or is not shut
   */
  public void open(Acting by, UUID person, String reason) {
    People.requireOther(by, person);
    jdbi.useTransaction(
        handle -> {
          People.lock(handle, by.organisation());
          int opened =
              handle
                  .createUpdate(
                      """
                      update account_shut set opened_by = :by, open_reason = :reason, opened_at = :now
                      where person = :person and organisation = :organisation and opened_at is null
                      """)
                  .bind("by", by.person())
                  .bind("reason", reason)
                  .bind("now", Moment.column(clock.instant()))
                  .bind("person", person)
                  .bind("organisation", by.organisation())
                  .execute();
          if (opened == 0) {
            throw new RefusedAssignment("this account is not shut");
          }
          // One that was begun by a sign-in under way when the account was shut.
          endSessions(handle, by, person, "account shut");
        });
  }

  /**
   * Ends somebody's sessions at the administrator's organisation; they may sign in again.
   *
   * @return how many there were
   * @throws RefusedAssignment when they are the administrator's own
   */
  public int endSessions(Acting by, UUID person) {
    People.requireOther(by, person);
    return jdbi.inTransaction(
        handle -> endSessions(handle, by, person, "ended by an administrator"));
  }

  private int endSessions(Handle handle, Acting by, UUID person, String reason) {
    return handle
        .createUpdate(
            """
            update session set ended_at = :now, end_reason = :reason
            where person = :person and organisation = :organisation and ended_at is null
            """)
        .bind("now", Moment.column(clock.instant()))
        .bind("reason", reason)
        .bind("person", person)
        .bind("organisation", by.organisation())
        .execute();
  }

  /** ODS codes of the organisations at which somebody's account is shut. */
  public List<String> organisations(UUID person) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select organisation from account_shut where person = :person and opened_at is"
                        + " null order by 1")
                .bind("person", person)
                .mapTo(String.class)
                .list());
  }
}
