package gpcm.node.web;

import gpcm.node.store.Slice;
import gpcm.node.traffic.Direction;
import gpcm.node.traffic.MessageKind;
import gpcm.node.traffic.TrafficQuery;
import gpcm.node.working.Working;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which messages an address asks for. Nothing of a patient stands in it: a mailbox and an ODS code
 * have letters, and an NHS number is refused.
 *
 * @param asked the filters as the address names them; those that are off are left out
 */
record MessagesAsked(TrafficQuery query, Map<String, String> asked) {
  static final List<String> FILTERS =
      List.of("id", "code", "party", "workflow", "kind", "direction", "since", "until");

  private static final String PARTY = "(?=.*[A-Za-z])[A-Za-z0-9]{1,20}";
  private static final String CODE = "[0-9]{2,5}|EPL-[0-9]{3}[a-zA-Z]?";
  private static final String WORKFLOW = "[A-Z][A-Z0-9_]{0,59}";
  private static final String NHS_NUMBER = "[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}";

  static Query query(Context context, String... others) {
    return new Query(
        context, Stream.concat(FILTERS.stream(), Arrays.stream(others)).toArray(String[]::new));
  }

  static MessagesAsked of(Context context, Query query) {
    try {
      return of(
          WorkFields.ofAddress(context, query, Set.copyOf(FILTERS)),
          Caller.of(context).organisation(),
          asked(query));
    } catch (ProblemException wrong) {
      throw WorkListsApi.ofAddress(wrong);
    }
  }

  private static Map<String, String> asked(Query query) {
    Map<String, String> asked = new LinkedHashMap<>();
    FILTERS.forEach(name -> query.text(name).ifPresent(value -> asked.put(name, value)));
    return asked;
  }

  private static MessagesAsked of(
      WorkFields fields, String organisation, Map<String, String> asked) {
    Optional<String> id = fields.text("id", 100);
    if (id.filter(text -> text.matches(NHS_NUMBER)).isPresent()) {
      throw WorkFields.wrong(
          "id", "looks like an NHS number", "give an id of the message: nobody is looked for here");
    }
    return new MessagesAsked(
        new TrafficQuery(
            organisation,
            fields.choice(
                "direction", Direction::of, Arrays.stream(Direction.values()).map(Direction::text)),
            fields.choice(
                "kind",
                MessageKind::of,
                Arrays.stream(MessageKind.values()).map(MessageKind::text)),
            id,
            matching(fields, "code", CODE, "a code such as 30002, 20009 or EPL-151"),
            matching(fields, "workflow", WORKFLOW, "a workflow of MESH, in capitals"),
            matching(fields, "party", PARTY, "a mailbox or an ODS code, in letters and digits"),
            fields.date("since").map(MessagesAsked::begins),
            fields.date("until").map(day -> begins(day.plusDays(1))),
            Slice.newest(1)),
        asked);
  }

  private static Optional<String> matching(
      WorkFields fields, String name, String form, String rule) {
    Optional<String> given = fields.text(name, 60);
    if (given.filter(text -> !text.matches(form)).isPresent()) {
      throw WorkFields.wrong(name, "must be " + rule, "correct it");
    }
    return given;
  }

  private static Instant begins(LocalDate day) {
    return day.atStartOfDay(Working.ZONE).toInstant();
  }

  /** The part of that list that lies there. */
  TrafficQuery part(Slice slice) {
    return new TrafficQuery(
        query.organisation(),
        query.direction(),
        query.kind(),
        query.id(),
        query.code(),
        query.workflow(),
        query.party(),
        query.since(),
        query.until(),
        slice);
  }
}
