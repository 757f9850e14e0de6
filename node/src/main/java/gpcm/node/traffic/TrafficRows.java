package gpcm.node.traffic;

import static gpcm.node.traffic.TrafficStatements.select;
import static gpcm.node.traffic.TrafficStatements.time;

import gpcm.exchange.MeshStanding;
import gpcm.message.ResponseCode;
import gpcm.node.content.ContentHash;
import gpcm.node.content.StoredContent;
import gpcm.node.register.Restriction;
import gpcm.node.store.Moment;
import gpcm.node.traffic.TrafficMessage.Ids;
import gpcm.node.traffic.TrafficStatements.Part;
import gpcm.rules.Finding;
import gpcm.rules.Strength;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** The messages of one organisation, out of the three tables that hold them. */
final class TrafficRows {
  private static final UUID NOTHING = new UUID(0, 0);

  /** Of one exchange, and of what else is about the same, as many are read. */
  private static final int MOST = 100;

  static final Comparator<TrafficMessage> OLDEST_FIRST =
      Comparator.comparing(TrafficMessage::at).thenComparing(TrafficMessage::id);

  private final Handle handle;
  private final String organisation;

  TrafficRows(Handle handle, String organisation) {
    this.handle = handle;
    this.organisation = organisation;
  }

  List<TrafficMessage> list(TrafficQuery query) {
    Map<String, Object> values = new HashMap<>();
    String sql = sql(query, values);
    if (sql.isEmpty()) {
      return List.of();
    }
    Query rows = bind(handle.createQuery(sql), query, values);
    return query.slice().newestFirst(rows.map(TrafficRows::read).list());
  }

  static Query bind(Query rows, TrafficQuery query, Map<String, Object> values) {
    return query.slice().bind(rows.bind("organisation", query.organisation()).bindMap(values));
  }

  /** The text that finds them, with what is bound to it; empty where nothing can be found. */
  static String sql(TrafficQuery query, Map<String, Object> values) {
    String parts =
        Stream.of(Origin.values())
            .filter(origin -> mayBe(origin, query))
            .flatMap(
                origin ->
                    conditions(origin, query, values).stream()
                        .map(
                            condition ->
                                "("
                                    + select(origin)
                                    + condition
                                    + query.slice().sql(time(origin))
                                    + ")"))
            .collect(Collectors.joining(" union all "));
    String order = query.slice().newer() ? "" : " desc";
    return parts.isEmpty()
        ? ""
        : "select * from (%s) messages order by at%s, id%2$s limit :limit".formatted(parts, order);
  }

  private static boolean mayBe(Origin origin, TrafficQuery query) {
    return query.direction().filter(each -> each != origin.direction()).isEmpty()
        && query.kind().filter(each -> !mayBe(origin, each)).isEmpty();
  }

  private static boolean mayBe(Origin origin, MessageKind kind) {
    return switch (origin) {
      case DOCUMENT -> kind == MessageKind.DOCUMENT;
      case ANSWER ->
          kind == MessageKind.INFRASTRUCTURE_RESPONSE || kind == MessageKind.BUSINESS_RESPONSE;
      case RECEIVED -> true;
    };
  }

  // What holds in any case, with each way in which the rest may hold.
  private static List<String> conditions(
      Origin origin, TrafficQuery query, Map<String, Object> values) {
    StringBuilder sql = new StringBuilder();
    query
        .kind()
        .ifPresent(
            kind -> {
              sql.append(TrafficStatements.kind(origin));
              values.put("kind", kind.text());
            });
    query
        .id()
        .ifPresent(
            id -> {
              sql.append(TrafficStatements.called(origin));
              values.put("called", id);
              values.put("calledNode", node(id).orElse(NOTHING));
            });
    query
        .workflow()
        .ifPresent(
            workflow -> {
              sql.append(TrafficStatements.workflow(origin));
              values.put("workflow", workflow);
            });
    query
        .since()
        .ifPresent(
            since -> {
              sql.append(" and ").append(time(origin)).append(" >= :since");
              values.put("since", Moment.column(since));
            });
    query
        .until()
        .ifPresent(
            until -> {
              sql.append(" and ").append(time(origin)).append(" < :until");
              values.put("until", Moment.column(until));
            });
    List<String> codes =
        query.code().map(code -> TrafficStatements.code(origin, code)).orElse(List.of(""));
    query.code().ifPresent(code -> values.put("code", code));
    List<String> parties =
        query.party().map(party -> TrafficStatements.party(origin)).orElse(List.of(""));
    query.party().ifPresent(party -> values.putAll(party(party)));
    return codes.stream()
        .flatMap(code -> parties.stream().map(party -> sql + code + party))
        .toList();
  }

  private static Map<String, String> party(String party) {
    // A mailbox is called by the ODS code of whose it is, two letters and a number.
    String ods = party.toUpperCase(Locale.ROOT).replaceFirst("(?<=.)(OT|HC)[0-9]{3}$", "");
    return Map.of(
        "party",
        party,
        "mailbox",
        "^" + party + "((OT|HC)[0-9]{3})?$",
        "ods",
        ods,
        "named",
        ods + ")");
  }

  private static Optional<UUID> node(String id) {
    try {
      return Optional.of(UUID.fromString(id));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  Optional<TrafficMessage> find(UUID id) {
    return some(
            Stream.of(Origin.values())
                .map(origin -> new Part(origin, TrafficStatements.id(origin)))
                .toList(),
            id)
        .stream()
        .findFirst();
  }

  /** Messages by their relation to one, the oldest first, each once. */
  List<TrafficMessage> some(List<Part> parts, UUID one) {
    String all =
        parts.stream()
            .map(
                part ->
                    "("
                        + select(part.origin())
                        + part.condition()
                        + " order by at desc limit :most)")
            .collect(Collectors.joining(" union all "));
    return handle
        .createQuery("select * from (%s) messages order by at, id".formatted(all))
        .bind("organisation", organisation)
        .bind("one", one)
        .bind("most", MOST)
        .map(TrafficRows::read)
        .list()
        .stream()
        .distinct()
        .toList();
  }

  /** The document or the received message that a message belongs to; itself, where it is none. */
  Root root(TrafficMessage message) {
    return handle
        .createQuery(TrafficStatements.ROOT)
        .bind("organisation", organisation)
        .bind("one", message.id())
        .map(
            (row, context) ->
                new Root(
                    Origin.of(row.getString("origin")).equals(Origin.DOCUMENT),
                    row.getObject("id", UUID.class)))
        .findOne()
        .orElseGet(() -> new Root(message.origin() == Origin.DOCUMENT, message.id()));
  }

  /** What an exchange begins with. */
  record Root(boolean document, UUID id) {}

  Optional<MessageGroup.Asked> asked(UUID document) {
    return handle
        .createQuery(
            "select mesh_standing, mesh_asked_at from document where id = :one and organisation ="
                + " :organisation and mesh_standing is not null and mesh_asked_at is not null")
        .bind("organisation", organisation)
        .bind("one", document)
        .map(
            (row, context) ->
                new MessageGroup.Asked(
                    MeshStanding.of(row.getString("mesh_standing")),
                    Moment.of(row, "mesh_asked_at")))
        .findOne();
  }

  Optional<UUID> entry(UUID received) {
    return handle
        .createQuery(
            "select id from worklist_entry where received = :one and organisation = :organisation")
        .bind("organisation", organisation)
        .bind("one", received)
        .mapTo(UUID.class)
        .findOne();
  }

  /** What was found in a received message, by its own id or that of its entry. */
  List<Finding> findings(UUID received) {
    return handle
        .createQuery(
            """
            select f.* from finding f join received_message m on m.id = f.received
            where m.organisation = :organisation and (m.id = :one
              or m.id = (select e.received from worklist_entry e where e.id = :one and e.organisation = :organisation))
            order by f.ordinal
            """)
        .bind("organisation", organisation)
        .bind("one", received)
        .map(TrafficRows::finding)
        .list();
  }

  /** What could not be checked of a received message, by its own id or that of its entry. */
  List<MessageGroup.NotChecked> notChecked(UUID received) {
    return handle
        .createQuery(
            """
            select m.not_checked from received_message m where m.organisation = :organisation and (m.id = :one
              or m.id = (select e.received from worklist_entry e where e.id = :one and e.organisation = :organisation))
            """)
        .bind("organisation", organisation)
        .bind("one", received)
        .mapTo(String.class)
        .list()
        .stream()
        .flatMap(String::lines)
        .map(line -> line.split(" ", 2))
        .map(parts -> new MessageGroup.NotChecked(parts[0], parts[1]))
        .toList();
  }

  Optional<Traffic.Answer> answer(String name) {
    return handle
        .createQuery(
            """
            select a.id, a.sha256, a.size,
              (select r.restricted from received_message r where r.id = a.received) as confidential,
              exists (select from worklist_entry e where e.received = a.received and RESTRICTED) as restricted_patient
            from answer a where a.organisation = :organisation and (a.id = :one or a.mesh_message_id = :name)
            """
                .replace("RESTRICTED", Restriction.sql("e")))
        .bind("organisation", organisation)
        .bind("one", node(name).orElse(NOTHING))
        .bind("name", name)
        .map(
            (row, context) ->
                new Traffic.Answer(
                    row.getObject("id", UUID.class),
                    new StoredContent(
                        new ContentHash(row.getString("sha256")), row.getLong("size")),
                    row.getBoolean("confidential"),
                    row.getBoolean("restricted_patient")))
        .findFirst();
  }

  private static Finding finding(ResultSet row, StatementContext context) throws SQLException {
    return new Finding(
        row.getString("requirement"),
        Strength.valueOf(row.getString("strength")),
        ResponseCode.of(row.getString("code")).orElse(ResponseCode.PAYLOAD_INVALID),
        row.getString("path"),
        Optional.empty(),
        row.getString("found"),
        row.getString("expected"),
        row.getString("fix"),
        row.getBoolean("tolerated"));
  }

  private static TrafficMessage read(ResultSet row, StatementContext context) throws SQLException {
    Origin origin = Origin.of(row.getString("origin"));
    return new TrafficMessage(
        row.getObject("id", UUID.class),
        row.getString("organisation"),
        origin,
        MessageKind.of(row.getString("kind")).orElseThrow(),
        Moment.of(row, "at"),
        row.getString("state"),
        ShownId.ofCode(row.getString("code")),
        ShownAddress.told(row.getString("untold"), row.getString("peer")),
        Optional.ofNullable(row.getString("recipient")),
        ShownId.ofWorkflow(row.getString("workflow")),
        row.getLong("size"),
        new Ids(
            ShownId.ofMesh(row.getString("mesh_message_id")),
            ShownId.of(row.getString("message_id")),
            ShownId.of(row.getString("document_id")),
            ShownId.of(row.getString("conversation")),
            ShownId.ofMesh(row.getString("linked")),
            ShownId.all(texts(row, "earlier_mesh_ids"), ShownId::ofMesh),
            ShownId.all(texts(row, "earlier_message_ids"), ShownId::of)),
        row.getBoolean("confidential"));
  }

  private static String[] texts(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? null : (String[]) array.getArray();
  }
}
