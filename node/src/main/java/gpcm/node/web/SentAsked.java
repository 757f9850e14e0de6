package gpcm.node.web;

import gpcm.exchange.DocumentState;
import gpcm.node.people.Permission;
import gpcm.node.sending.OutboxView;
import gpcm.node.sending.SentFilter;
import gpcm.node.sending.SentQuery;
import gpcm.node.sending.SentSort;
import gpcm.node.sending.SentView;
import gpcm.node.store.Slice;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an address asks for of the sent documents: a view, an order and a filter. Nothing of a
 * patient stands in an address; who is looked for stands in a body.
 *
 * @param asked the filters as the address names them; those that are off are left out
 */
record SentAsked(SentView view, SentSort sort, SentFilter filter, Map<String, String> asked) {
  /** What an address may filter by, in the order in which the page names it. */
  static final List<String> FILTERS =
      List.of(
          "state",
          "use-case",
          "recipient",
          "clinician",
          "from",
          "to",
          "code",
          "resent",
          "alert",
          "encounter",
          "id");

  /** What an address may ask for. */
  static final Set<String> NAMES =
      Stream.concat(FILTERS.stream(), Stream.of("view", "sort"))
          .collect(Collectors.toCollection(LinkedHashSet::new));

  private static final String CODE = "[0-9]{2,5}|EPL-[0-9]{3}[a-zA-Z]?";

  /** What an address asks for, which may say these other things. */
  static Query query(Context context, String... others) {
    return new Query(
        context, Stream.concat(NAMES.stream(), Arrays.stream(others)).toArray(String[]::new));
  }

  static SentAsked of(Context context, Query query) {
    try {
      return of(WorkFields.ofAddress(context, query, NAMES), asked(query));
    } catch (ProblemException wrong) {
      throw WorkListsApi.ofAddress(wrong);
    }
  }

  static SentAsked of(WorkFields fields, Map<String, String> asked) {
    return new SentAsked(
        fields
            .choice("view", SentView::of, Arrays.stream(SentView.values()).map(SentView::text))
            .orElse(SentView.ALL),
        fields
            .choice("sort", SentSort::of, Arrays.stream(SentSort.values()).map(SentSort::text))
            .orElse(SentSort.NEWEST),
        filter(fields),
        asked);
  }

  private static Map<String, String> asked(Query query) {
    Map<String, String> asked = new LinkedHashMap<>();
    FILTERS.forEach(
        name ->
            query
                .text(name)
                .filter(value -> !value.equals("false"))
                .ifPresent(value -> asked.put(name, value)));
    return asked;
  }

  private static SentFilter filter(WorkFields fields) {
    return new SentFilter(
        fields.list("state").stream().map(SentAsked::state).collect(Collectors.toSet()),
        matching(fields, "use-case", 40, "[a-z-]+", "of small letters and '-'"),
        matching(fields, "recipient", 12, "[A-Z0-9]+", "an ODS code"),
        matching(fields, "clinician", 40, "[A-Za-z0-9]+", "a user id of the national directory"),
        fields.date("from"),
        fields.date("to"),
        matching(fields, "code", 8, CODE, "a code such as 30002, 20009 or EPL-151"),
        fields.flag("resent").orElse(false),
        fields.flag("alert").orElse(false),
        fields.text("encounter", 100),
        fields.text("id", 100),
        SentFilter.Search.NOTHING);
  }

  private static Optional<String> matching(
      WorkFields fields, String name, int most, String form, String rule) {
    Optional<String> given = fields.text(name, most);
    if (given.filter(text -> !text.matches(form)).isPresent()) {
      throw WorkFields.wrong(name, "must be " + rule, "correct it");
    }
    return given;
  }

  private static DocumentState state(String text) {
    try {
      return DocumentState.of(text);
    } catch (IllegalArgumentException e) {
      throw WorkFields.wrong(
          "state",
          "must be one of "
              + Arrays.stream(DocumentState.values())
                  .map(DocumentState::text)
                  .collect(Collectors.joining(", ")),
          "choose one");
    }
  }

  /** The part of that list that lies there, of what somebody may see. */
  SentQuery part(Caller caller, OutboxView seen, Slice slice) {
    return new SentQuery(
        seen,
        new SentQuery.Finds(
            finds(caller, seen, Permission.OPEN_CONFIDENTIAL),
            finds(caller, seen, Permission.OPEN_RESTRICTED_PATIENT)),
        view,
        filter,
        sort,
        slice);
  }

  private static boolean finds(Caller caller, OutboxView seen, Permission permission) {
    return caller.freely(permission, false)
        || (seen.author().isPresent() && caller.freely(permission, true));
  }

  SentAsked with(SentFilter other) {
    return new SentAsked(view, sort, other, asked);
  }

  /** As addresses name it. */
  static String address(SentView view, SentSort sort, Map<String, String> asked) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (view != SentView.ALL) {
      parameters.put("view", view.text());
    }
    if (sort != SentSort.NEWEST) {
      parameters.put("sort", sort.text());
    }
    parameters.putAll(asked);
    return parameters.entrySet().stream()
        .map(each -> each.getKey() + "=" + Display.parameter(each.getValue()))
        .collect(Collectors.joining("&"));
  }
}
