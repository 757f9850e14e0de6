package gpcm.node.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.exchange.IncomingMessage;
import gpcm.exchange.IncomingState;
import gpcm.node.content.ContentHash;
import gpcm.node.content.StoredContent;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/**
 * Claims due cases for this node, each kind in one statement. A claim is a lease: it counts as long
 * as its node is alive by the database's clock, and no longer than {@link #LONGEST}. Thread-safe.
 */
public final class CaseClaims {
  /** After that long a claim is free for others whatever its node does. */
  static final String LONGEST = "2 hours";

  private static final String NOBODYS =
      "c.lease_owner is null or c.leased_at < clock_timestamp() - interval '"
          + LONGEST
          + "' or not exists (select from node n where n.id = c.lease_owner"
          + " and n.alive_until > clock_timestamp())";

  // A lane claims when it has nothing in its hands: what it holds all the same was lost on the way.
  private static final String FREE = "(c.lease_owner = :node or " + NOBODYS + ")";

  // What was just built is handed over within moments, under the lease of its building.
  private static final String FREE_TO_POST =
      "(c.lease_owner = :node and c.leased_at < clock_timestamp() - interval '2 minutes' or "
          + NOBODYS
          + ")";

  // Nothing leaves, or leaves again, on what was found out longer ago.
  private static final String TOO_OLD =
      """
      (c.state in ('accepted', 'built') and c.posting = 'none' and not c.unchecked and c.due_at <= :now
        and c.looked_up_at < cast(:now as timestamptz) - interval '15 minutes')
      """;

  private static final String GOOD_ENOUGH =
      """
      (c.looked_up_at is null or c.unchecked or c.posting <> 'none'
        or c.looked_up_at >= cast(:now as timestamptz) - interval '15 minutes')
      """;

  /** The states in which a document is still to be handed to MESH. */
  private static final String ON_ITS_WAY_OUT =
      "('unconfirmed', 'waiting', 'held', 'accepted', 'built')";

  // Over MESH messages keep their order, so a version that leaves after the one it replaces arrives
  // after it too.
  private static final String IN_ORDER =
      """
      not exists (select from document replaced where replaced.organisation = c.organisation
        and replaced.document_id = c.replaces_document_id and replaced.state in %s)
      """
          .formatted(ON_ITS_WAY_OUT);

  /** Whoever runs the system lets messages leave the mailbox. */
  private static final String NOT_PAUSED =
      """
      not exists (select from mailbox b where b.organisation = c.organisation and b.paused_at is not null)
      """;

  // Of an earlier version: what is rejected, void, or came back from MESH is not there.
  private static final String PRACTICE_HOLDS =
      """
      case when d.recipient <> d.registered_practice then (select e.document_id from document e
        where e.organisation = d.organisation and e.encounter_id = d.encounter_id and e.version < d.version
          and substring(e.recipient from '[^(]*$') = substring(d.registered_practice from '[^(]*$')
          and (e.state in ('accepted', 'built', 'sent', 'infrastructure-acknowledged', 'completed', 'overdue')
            or e.state in ('other-route', 'given-up') and e.infrastructure_code = '20013'
            or e.state = 'failed' and e.posts > 0
              and not exists (select from event r where r.document = e.id and r.kind = 'mesh-report'))
        order by e.version desc, e.accepted_at desc limit 1) end as practice_holds
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Ledger ledger;

  /** Claims for {@code ledger}'s node. */
  public CaseClaims(Ledger ledger) {
    this.ledger = ledger;
  }

  private <T> List<T> claimed(Function<Handle, Query> due, int limit, RowMapper<T> claim) {
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                due.apply(handle)
                    .bind("now", Moment.column(ledger.clock().instant()))
                    .bind("limit", limit)
                    .bind("node", ledger.node())
                    .map(claim)
                    .list());
  }

  /** Documents to build, the longest due first. */
  public List<ToBuild> toBuild(int limit) {
    return claimed(
        handle ->
            handle.createQuery(
                """
                with due as (
                  select c.id from document c where c.state = 'accepted' and c.copy_of is null and c.due_at <= :now and %1$s and %2$s
                  order by c.due_at limit :limit for update skip locked)
                update document d set lease_owner = :node, leased_at = clock_timestamp(), fence = d.fence + 1 + floor(random() * 1e9)::bigint
                from due where d.id = due.id
                returning d.id, d.fence, d.organisation, d.consultation_sha256, d.document_id, d.replaces_document_id, d.version,
                  (select json_agg(json_build_object('fileName', f.file_name, 'title', f.title, 'contentType', f.content_type,
                      'sha256', f.sha256, 'size', f.size, 'report', f.is_report) order by f.is_report desc, f.ordinal)
                    from document_attachment f where f.document = d.id and not f.rendered) as files,
                  (select row_to_json(found) from (select l.send_number, l.copy_fate, l.restricted from document_look_up l
                    where l.document = d.id and l.answered order by l.asked_at desc limit 1) found) as look_up,
                  exists (select from document k where k.copy_of = d.id and (k.posts > 0 or k.state = 'built')) as copied,
                  (select r.id from document r where r.organisation = d.organisation
                    and r.document_id = d.replaces_document_id and r.state in %3$s limit 1) as replaced,
                  %4$s
                """
                    .formatted(GOOD_ENOUGH, FREE, ON_ITS_WAY_OUT, PRACTICE_HOLDS)),
        limit,
        (row, context) -> toBuild(row));
  }

  /**
   * Documents that are sent again and need a message of their own for it, the longest due first.
   */
  public List<ToRenew> toRenew(int limit) {
    return claimed(
        handle ->
            handle.createQuery(
                """
                with due as (
                  select c.id from document c where c.renew and c.state = 'built' and c.posting = 'none' and c.due_at <= :now and %1$s
                    and %2$s
                  order by c.due_at limit :limit for update skip locked)
                update document d set lease_owner = :node, leased_at = clock_timestamp(), fence = d.fence + 1 + floor(random() * 1e9)::bigint
                from due where d.id = due.id
                returning d.id, d.fence, d.message_sha256, d.message_size, d.recipient_type, d.subject, d.address
                """
                    .formatted(FREE, GOOD_ENOUGH)),
        limit,
        (row, context) ->
            new ToRenew(
                lease(row),
                content(row, "message_sha256", "message_size"),
                row.getString("recipient_type"),
                row.getString("subject"),
                row.getString("address")));
  }

  /** Documents of which is to be found out whether they can be delivered, the longest due first. */
  public List<ToCheck> toCheck(int limit) {
    return claimed(
        handle ->
            handle.createQuery(
                """
                with waiting as (
                  select c.id from document c where c.state = 'waiting' and c.due_at <= :now and %1$s
                  order by c.due_at limit :limit for update skip locked),
                leaving as (
                  select c.id from document c where %3$s and %2$s and %4$s
                  order by c.looked_up_at limit :limit for update skip locked),
                due as (select id from waiting union all select id from leaving)
                update document d set lease_owner = :node, leased_at = clock_timestamp(), fence = d.fence + 1 + floor(random() * 1e9)::bigint
                from due where d.id = due.id
                returning d.id, d.fence, d.organisation, d.consultation_sha256, d.failures, d.copy_of is not null as copy,
                  greatest(coalesce(d.waits_until, d.accepted_at), d.looked_up_at + interval '15 minutes') as since
                """
                    .formatted(FREE, FREE_TO_POST, TOO_OLD, NOT_PAUSED)),
        limit,
        (row, context) ->
            new ToCheck(
                lease(row),
                row.getString("organisation"),
                new ContentHash(row.getString("consultation_sha256")),
                row.getBoolean("copy"),
                row.getInt("failures"),
                Moment.of(row, "since")));
  }

  private static ToBuild toBuild(ResultSet row) throws SQLException {
    List<ToBuild.File> files = new ArrayList<>();
    String json = row.getString("files");
    if (json != null) {
      try {
        for (JsonNode file : JSON.readTree(json)) {
          files.add(
              new ToBuild.File(
                  file.path("fileName").asText(),
                  file.path("title").asText(),
                  file.path("contentType").asText(),
                  new StoredContent(
                      new ContentHash(file.path("sha256").asText()), file.path("size").asLong()),
                  file.path("report").asBoolean()));
        }
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("the database's own JSON can always be read", e);
      }
    }
    return new ToBuild(
        lease(row),
        row.getString("organisation"),
        UUID.fromString(row.getString("document_id")),
        new ContentHash(row.getString("consultation_sha256")),
        files,
        row.getInt("version"),
        row.getBoolean("copied"),
        Optional.ofNullable(row.getString("replaces_document_id")),
        Optional.ofNullable(row.getString("practice_holds")),
        Optional.ofNullable(row.getObject("replaced", UUID.class)),
        lookedUp(row.getString("look_up")));
  }

  private static Optional<ToBuild.LookedUp> lookedUp(String jsonOrNull) {
    if (jsonOrNull == null) {
      return Optional.empty();
    }
    try {
      JsonNode found = JSON.readTree(jsonOrNull);
      return Optional.of(
          new ToBuild.LookedUp(
              Optional.ofNullable(found.path("send_number").textValue()),
              found.path("copy_fate").asText(),
              found.path("restricted").asBoolean()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database's own JSON can always be read", e);
    }
  }

  /** Received messages to read, in the order in which they arrived. */
  public List<ToRead> toRead(int limit) {
    return claimed(
            handle ->
                handle.createQuery(
                    """
                    with due as (
                      select c.id from received_message c where c.state = 'stored' and c.due_at <= :now and %s
                      order by c.due_at, c.position limit :limit for update skip locked)
                    update received_message m set lease_owner = :node, leased_at = clock_timestamp(), fence = m.fence + 1 + floor(random() * 1e9)::bigint
                    from due where m.id = due.id
                    returning m.*
                    """
                        .formatted(FREE)),
            limit,
            (row, context) -> toRead(row))
        .stream()
        .sorted(Comparator.comparingLong(ToRead::position))
        .toList();
  }

  private static ToRead toRead(ResultSet row) throws SQLException {
    return new ToRead(
        lease(row),
        row.getString("organisation"),
        new IncomingMessage(
            row.getObject("id", UUID.class),
            row.getString("mesh_message_id"),
            row.getString("workflow_id"),
            row.getString("sender"),
            IncomingState.of(row.getString("state")),
            row.getInt("failures"),
            Moment.of(row, "received_at"),
            Moment.perhaps(row, "due_at"),
            row.getBoolean("restricted")),
        row.getString("message_type").equals("REPORT"),
        new ToRead.Envelope(
            row.getString("recipient"),
            row.getString("subject"),
            row.getString("local_id"),
            row.getString("status_code"),
            row.getString("status_description"),
            row.getString("linked_message_id")),
        content(row, "sha256", "size"),
        row.getLong("position"));
  }

  /**
   * Documents and answers of one organisation to post, the longest due first; none while its
   * mailbox is paused. That posting begins is on the disk before this returns: a claim found later
   * without its end says that the message may have gone out.
   */
  public List<ToPost> toPost(String organisation, int limit) {
    return ledger
        .database()
        .jdbi()
        .inTransaction(
            handle -> {
              List<Claimed<DocumentCases.Held>> documents = documents(handle, organisation, limit);
              List<Claimed<AnswerCases.Held>> answers = answers(handle, organisation, limit);
              if (documents.isEmpty() && answers.isEmpty()) {
                return List.of();
              }
              Application application =
                  new Application(
                      handle,
                      ledger.clock().instant(),
                      ledger.pace(),
                      ledger.node(),
                      ledger.happenings());
              Map<UUID, Lease> leases =
                  application
                      .beginPosting(
                          documents.stream().map(Claimed::held).toList(),
                          answers.stream().map(Claimed::held).toList())
                      .stream()
                      .collect(Collectors.toMap(Lease::id, Function.identity()));
              application.finish();
              List<ToPost> all = new ArrayList<>();
              documents.forEach(
                  each -> all.add(each.toPost().apply(leases.get(each.held().document.id()))));
              answers.forEach(
                  each -> all.add(each.toPost().apply(leases.get(each.held().answer.id()))));
              return all;
            });
  }

  /** Whether nothing is to leave an organisation's mailbox now, because a person said so. */
  public boolean isPaused(String organisation) {
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select exists (select from mailbox where organisation = :organisation and"
                            + " paused_at is not null)")
                    .bind("organisation", organisation)
                    .mapTo(Boolean.class)
                    .one());
  }

  private record Claimed<H>(H held, Function<Lease, ToPost> toPost) {}

  private List<Claimed<DocumentCases.Held>> documents(
      Handle handle, String organisation, int limit) {
    return handle
        .createQuery(
            "select "
                + DocumentCases.COLUMNS.replace("d.", "c.")
                + """
                , c.message_id, c.address, c.subject, c.message_sha256, c.message_size, c.upload
                from document c where c.state = 'built' and (not c.renew or c.posting <> 'none') and c.organisation = :organisation and c.due_at <= :now and %s and %s and %s and %s
                order by c.due_at limit :limit for update of c skip locked
                """
                    .formatted(GOOD_ENOUGH, FREE_TO_POST, IN_ORDER, NOT_PAUSED))
        .bind("organisation", organisation)
        .bind("node", ledger.node())
        .bind("now", Moment.column(ledger.clock().instant()))
        .bind("limit", limit)
        .map(
            (row, context) ->
                claimed(
                    DocumentCases.held(row),
                    ToPost.Kind.DOCUMENT,
                    row,
                    content(row, "message_sha256", "message_size")))
        .list();
  }

  private List<Claimed<AnswerCases.Held>> answers(Handle handle, String organisation, int limit) {
    return handle
        .createQuery(
            "select "
                + AnswerCases.COLUMNS.replace("a.", "c.")
                + """
                , c.message_id, c.subject, c.sha256, c.size, c.upload
                from answer c where c.state = 'waiting' and c.organisation = :organisation and c.due_at <= :now and %s and %s
                order by c.due_at limit :limit for update of c skip locked
                """
                    .formatted(FREE_TO_POST, NOT_PAUSED))
        .bind("organisation", organisation)
        .bind("node", ledger.node())
        .bind("now", Moment.column(ledger.clock().instant()))
        .bind("limit", limit)
        .map(
            (row, context) ->
                claimed(
                    AnswerCases.held(row), ToPost.Kind.ANSWER, row, content(row, "sha256", "size")))
        .list();
  }

  private static <H> Claimed<H> claimed(
      H held, ToPost.Kind kind, ResultSet row, StoredContent content) throws SQLException {
    String organisation = row.getString("organisation");
    String messageId = row.getString("message_id");
    String address = row.getString("address");
    String subject = row.getString("subject");
    Optional<String> upload = Optional.ofNullable(row.getString("upload"));
    return new Claimed<>(
        held,
        lease ->
            new ToPost(kind, lease, organisation, messageId, address, subject, content, upload));
  }

  /** Documents whose acknowledgement is late now. */
  public List<UUID> overdue(int limit) {
    return late(
        handle ->
            handle.createQuery(
                "select id from document where state in ('sent', 'infrastructure-acknowledged',"
                    + " 'unconfirmed', 'held') and due_at <= :now order by due_at limit :limit"),
        limit);
  }

  /** Documents that should have got on by now. */
  public List<UUID> notGoneOn(int limit) {
    return late(
        handle ->
            handle.createQuery(
                "select id from document where tell_at <= :now order by tell_at limit :limit"),
        limit);
  }

  private List<UUID> late(Function<Handle, Query> which, int limit) {
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                which
                    .apply(handle)
                    .bind("now", Moment.column(ledger.clock().instant()))
                    .bind("limit", limit)
                    .mapTo(UUID.class)
                    .list());
  }

  /** Looks what is due, in one statement. */
  public Due due(List<String> organisations) {
    return ledger
        .database()
        .unflushed()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select
                          exists (select from document c where c.state = 'waiting' and c.due_at <= :now and %1$s)
                            or exists (select from document c where %3$s and %2$s and %5$s) as checks,
                          exists (select from document c where c.state = 'accepted' and c.copy_of is null and c.due_at <= :now and %1$s) as build,
                          exists (select from received_message c where c.state = 'stored' and c.due_at <= :now and %1$s) as read,
                          exists (select from document c where c.state in ('sent', 'infrastructure-acknowledged', 'unconfirmed', 'held')
                            and c.due_at <= :now) as overdue,
                          exists (select from document c where c.tell_at <= :now) as late,
                          exists (select from document c where c.renew and c.state = 'built' and c.posting = 'none' and c.due_at <= :now and %1$s and %4$s) as renew,
                          array(select o from unnest(:organisations) as o
                            where exists (select from document c where c.organisation = o and c.ask_mesh_at <= :now)) as ask,
                          array(select o from unnest(:organisations) as o
                            where not exists (select from mailbox b where b.organisation = o and b.paused_at is not null)
                              and (exists (select from document c where c.organisation = o and c.state = 'built'
                                and (not c.renew or c.posting <> 'none')
                                and c.due_at <= :now and %2$s)
                              or exists (select from answer c where c.organisation = o and c.state = 'waiting'
                                and c.due_at <= :now and %2$s))) as post,
                          array(select organisation from mailbox where organisation = any (:organisations)
                            and (poll_failures > 0 or post_failures > 0 or refusals > 0)) as troubled,
                          array(select organisation from mailbox where organisation = any (:organisations)
                            and held_until > :now) as held,
                          array(select organisation from mailbox where organisation = any (:organisations)
                            and paused_at is not null) as paused,
                          array(select organisation from mailbox where organisation = any (:organisations)
                            and read_asked_at is not null) as wanted
                        """
                            .formatted(FREE, FREE_TO_POST, TOO_OLD, GOOD_ENOUGH, NOT_PAUSED))
                    .bind("now", Moment.column(ledger.clock().instant()))
                    .bind("node", ledger.node())
                    .bindArray("organisations", String.class, organisations)
                    .map(
                        (row, context) ->
                            new Due(
                                row.getBoolean("checks"),
                                row.getBoolean("build"),
                                row.getBoolean("read"),
                                row.getBoolean("overdue"),
                                row.getBoolean("late"),
                                row.getBoolean("renew"),
                                list(row, "ask"),
                                list(row, "post"),
                                list(row, "troubled"),
                                list(row, "held"),
                                list(row, "paused"),
                                list(row, "wanted")))
                    .one());
  }

  private static List<String> list(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }

  private static Lease lease(ResultSet row) throws SQLException {
    return new Lease(row.getObject("id", UUID.class), row.getLong("fence"));
  }

  private static StoredContent content(ResultSet row, String hash, String size)
      throws SQLException {
    return new StoredContent(new ContentHash(row.getString(hash)), row.getLong(size));
  }
}
