package gpcm.node.working;

import gpcm.node.store.Moment;
import gpcm.node.working.Settings.Step;
import gpcm.node.working.WorkRefused.Wrong;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * How long an organisation keeps what it has, and what it may not delete. A hold is in force as
 * soon as it is set; {@link HoldLifting} lifts it. Thread-safe.
 */
public final class Keeping {
  private static final int SHOWN = 200;
  private static final int REPORTS = 60;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Settings settings;

  /** Of the database behind {@code jdbi}. */
  public Keeping(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.settings = new Settings(jdbi, clock);
  }

  /** How long an organisation keeps what it has. */
  public KeepingTimes times(String organisation) {
    return jdbi.withHandle(handle -> times(handle, organisation));
  }

  private static KeepingTimes times(Handle handle, String organisation) {
    return handle
        .createQuery(
            "select sent_years, received_years, content_months from retention_setting where"
                + " organisation = :organisation")
        .bind("organisation", organisation)
        .map(
            (row, context) ->
                new KeepingTimes(
                    row.getInt("sent_years"),
                    row.getInt("received_years"),
                    row.getInt("content_months")))
        .findOne()
        .orElse(KeepingTimes.SHORTEST);
  }

  /**
   * Sets it, for what it has and what comes.
   *
   * @throws WorkRefused when it is shorter than everybody has to keep it
   */
  public Settled<KeepingTimes> set(ChangeOrder order, KeepingTimes times) {
    KeepingTimes least = KeepingTimes.SHORTEST;
    require("sent-years", times.sentYears(), least.sentYears(), KeepingTimes.MOST_YEARS);
    require(
        "received-years", times.receivedYears(), least.receivedYears(), KeepingTimes.MOST_YEARS);
    require(
        "content-months", times.contentMonths(), least.contentMonths(), KeepingTimes.MOST_MONTHS);
    return settings.change(
        order,
        SettingSection.RETENTION,
        handle -> {
          KeepingTimes before = times(handle, order.organisation());
          handle
              .createUpdate(
                  """
                  insert into retention_setting (organisation, sent_years, received_years, content_months)
                  values (:organisation, :sent, :received, :content)
                  on conflict (organisation) do update set sent_years = excluded.sent_years,
                    received_years = excluded.received_years, content_months = excluded.content_months
                  """)
              .bind("organisation", order.organisation())
              .bind("sent", times.sentYears())
              .bind("received", times.receivedYears())
              .bind("content", times.contentMonths())
              .execute();
          return new Step<>(times, how -> before.told(), how -> times.told());
        });
  }

  private static void require(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new Wrong(field, "must be %d to %d".formatted(least, most), "give another number");
    }
  }

  /** The holds in force, newest first. */
  public List<LegalHold> holds(String organisation) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select *, case when asked_at > :since then asked_by end as asking from legal_hold
                    where organisation = :organisation and lifted_at is null
                    order by set_at desc, id limit :shown
                    """)
                .bind("organisation", organisation)
                .bind("since", Moment.column(clock.instant().minus(HoldLifting.WAITS)))
                .bind("shown", SHOWN)
                .map(
                    (row, context) ->
                        new LegalHold(
                            row.getObject("id", UUID.class),
                            Optional.ofNullable(row.getString("patient_nhs_number")),
                            Optional.ofNullable(row.getObject("case_id", UUID.class)),
                            row.getString("reason"),
                            row.getString("set_by"),
                            Moment.of(row, "set_at"),
                            Optional.ofNullable(row.getString("asking"))))
                .list());
  }

  /**
   * Sets a hold.
   *
   * @param patient an NHS number; empty, as {@code caseId}, for all that the organisation has
   * @throws WorkRefused when no reason is given, the case is none of the organisation's, or there
   *     are too many
   */
  public Settled<UUID> hold(ChangeOrder order, Optional<String> patient, Optional<UUID> caseId) {
    if (patient.isPresent() && caseId.isPresent()) {
      throw new Wrong("case", "stands beside a patient", "give one of the two, or neither");
    }
    if (order.why().isBlank()) {
      throw new Wrong("reason", "missing: a hold says why", "give a reason");
    }
    return settings.change(
        order,
        SettingSection.RETENTION,
        handle -> {
          int inForce =
              handle
                  .createQuery(
                      "select count(*) from legal_hold where organisation = :organisation and"
                          + " lifted_at is null")
                  .bind("organisation", order.organisation())
                  .mapTo(Integer.class)
                  .one();
          if (inForce >= SHOWN) {
            throw new Wrong(
                "",
                "there are %d holds already".formatted(inForce),
                "set one for all that you have, or lift one first");
          }
          if (caseId.isPresent() && !isCase(handle, order.organisation(), caseId.get())) {
            throw new Wrong(
                "case",
                "is no document of this organisation",
                "copy it from the document's address");
          }
          UUID id = UUID.randomUUID();
          handle
              .createUpdate(
                  """
                  insert into legal_hold (id, organisation, patient_nhs_number, case_id, reason, set_by, set_at)
                  values (:id, :organisation, :patient, :case, :reason, :by, :now)
                  """)
              .bind("id", id)
              .bind("organisation", order.organisation())
              .bind("patient", patient)
              .bindByType("case", caseId.orElse(null), UUID.class)
              .bind("reason", order.why())
              .bind("by", order.by().name())
              .bind("now", Moment.column(clock.instant()))
              .execute();
          return new Step<>(
              id,
              how -> "may be deleted when its time is over",
              how ->
                  "hold %s on %s"
                      .formatted(
                          id,
                          patient
                              .map(number -> "patient " + how.text(number))
                              .or(() -> caseId.map(each -> "case " + each))
                              .orElse("everything")));
        });
  }

  private static boolean isCase(Handle handle, String organisation, UUID id) {
    return handle
        .createQuery(
            """
            select exists (select from document where id = :id and organisation = :organisation)
              or exists (select from worklist_entry where id = :id and organisation = :organisation)
              or exists (select from received_message where id = :id and organisation = :organisation)
            """)
        .bind("id", id)
        .bind("organisation", organisation)
        .mapTo(Boolean.class)
        .one();
  }

  /** What was deleted of an organisation, the newest day first. */
  public List<DeletionReport> reports(String organisation) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select day, sent, received, contents, failed from deletion_report
                    where organisation = :organisation order by day desc limit :shown
                    """)
                .bind("organisation", organisation)
                .bind("shown", REPORTS)
                .map(
                    (row, context) ->
                        new DeletionReport(
                            row.getObject("day", LocalDate.class),
                            row.getInt("sent"),
                            row.getInt("received"),
                            row.getInt("contents"),
                            row.getInt("failed")))
                .list());
  }

  /** Since when nothing is deleted on any node; empty when what is due is. */
  public Optional<Stopped> stopped() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select since, by, reason from destruction_stopped")
                .map(
                    (row, context) ->
                        new Stopped(
                            Moment.of(row, "since"), row.getString("by"), row.getString("reason")))
                .findOne());
  }
}
