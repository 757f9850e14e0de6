package gpcm.node.notifying;

import gpcm.node.journal.Alert;
import gpcm.node.journal.AlertReader;
import gpcm.node.journal.AlertReader.Reach;
import gpcm.node.journal.AlertView;
import gpcm.node.journal.Alerts;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What notices say when they are sent: of what is over by then, nothing. */
final class NoticeTexts {
  private static final int TITLES = 10;

  /**
   * What happened may read otherwise by now: the alert is then of another cause. Of what somebody
   * has taken meanwhile, nobody is told that it is not taken.
   */
  private static final String CAUSES =
      """
      select c.cause from (select cause from notice_about where notice = :notice
        union select a.cause from notice_about n join alert a on a.id = n.alert
          where n.notice = :notice and a.organisation = :organisation and a.resolved_at is null) c
      where not :escalated or exists (select from alert a where a.organisation = :organisation and a.cause = c.cause
        and a.resolved_at is null and a.handled_at is null)
      order by 1
      """;

  /**
   * Of what is confidential or of a restricted record, whoever gets a notice is told no more than
   * that it is there.
   */
  private static final AlertReader UNNAMED =
      new AlertReader(
          Optional.empty(), Reach.ALL, Reach.NONE, Reach.NONE, Reach.ALL, Reach.NONE, Reach.NONE);

  private final Alerts alerts;
  private final Map<String, String> organisations;
  private final URI base;

  /**
   * @param organisations what they are called, by their ODS codes
   * @param base the node's address
   */
  NoticeTexts(Alerts alerts, Map<String, String> organisations, URI base) {
    this.alerts = alerts;
    this.organisations = Map.copyOf(organisations);
    this.base = base;
  }

  NoticeText of(Handle handle, Notice notice) {
    AlertChannel channel = AlertChannels.find(handle, notice.channel());
    List<NoticeText.Told> told = new ArrayList<>();
    handle
        .createQuery(CAUSES)
        .bind("notice", notice.id())
        .bind("organisation", notice.organisation())
        .bind("escalated", notice.kind() == Notice.Kind.ESCALATION)
        .mapTo(String.class)
        .forEach(cause -> told(notice, channel, cause).ifPresent(told::add));
    return new NoticeText(
        notice,
        channel,
        "%s (%s)".formatted(organisations.get(notice.organisation()), notice.organisation()),
        base,
        NoticeText.inOrder(told),
        notice.kind() == Notice.Kind.SUMMARY
            ? Optional.of(DaySummary.of(handle, notice.organisation(), notice.madeAt()))
            : Optional.empty());
  }

  private Optional<NoticeText.Told> told(Notice notice, AlertChannel channel, String cause) {
    AlertView view =
        new AlertView(notice.organisation(), EnumSet.allOf(AlertView.Kind.class), UNNAMED);
    List<Alert> open = alerts.openOfCause(view, cause, 0, TITLES);
    return open.stream()
        .findFirst()
        .map(
            first ->
                new NoticeText.Told(
                    first,
                    Math.toIntExact(alerts.countOfCause(view, cause)),
                    channel.draft().naming()
                        ? open.stream().map(Alert::title).toList()
                        : List.of()));
  }
}
