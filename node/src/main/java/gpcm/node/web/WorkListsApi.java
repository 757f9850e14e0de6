package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.audit.entry.Action;
import gpcm.node.people.Permission;
import gpcm.node.store.Keyset;
import gpcm.node.store.Slice;
import gpcm.node.working.ListFilter;
import gpcm.node.working.ListQuery;
import gpcm.node.working.ListSort;
import gpcm.node.working.ListView;
import gpcm.node.working.Viewer;
import gpcm.node.working.WorkLists;
import gpcm.node.working.WorkRow;
import gpcm.node.working.WorkState;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The lists of received documents in the API: {@code GET /api/v1/worklist} with a view, a filter or
 * an order, and {@code POST /api/v1/worklist-search}, since nothing of a patient stands in an
 * address.
 */
final class WorkListsApi {
  /** What an address may filter by, in the order in which the page names it. */
  static final List<String> FILTERS =
      List.of(
          "action",
          "state",
          "use-case",
          "type",
          "sender",
          "person",
          "team",
          "received-from",
          "received-to",
          "due-to",
          "urgent",
          "coded",
          "attachments",
          "warnings",
          "confidential",
          "replaced");

  /** What an address may ask for; earlier versions are a list's own question. */
  static final Set<String> ASKED =
      Stream.concat(
              Stream.of("view", "sort"), FILTERS.stream().filter(name -> !name.equals("replaced")))
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> SEARCHED =
      Set.of("name", "nhs-number", "born", "id", "replaced", "limit", "after");

  private final WorkLists lists;
  private final Access access;

  WorkListsApi(Served served, Access access) {
    this.lists = served.lists();
    this.access = access;
  }

  /** The filters that an address names, as it names them; those that are off are left out. */
  static Map<String, String> asked(Query query) {
    Map<String, String> asked = new LinkedHashMap<>();
    FILTERS.forEach(
        name ->
            query
                .text(name)
                .filter(value -> !value.equals("false"))
                .ifPresent(value -> asked.put(name, value)));
    return asked;
  }

  void add(RoutesConfig routes) {
    routes.post("/api/v1/worklist-search", this::search);
  }

  /** Whether an address asks for a view, a filter or an order. */
  static boolean isAsked(Context context) {
    return context.queryParamMap().keySet().stream().anyMatch(ASKED::contains);
  }

  void list(Context context) throws IOException {
    Set<String> allowed = new TreeSet<>(ASKED);
    allowed.addAll(List.of("organisation", "replaced", "limit", "after", "before"));
    Query query = new Query(context, allowed.toArray(String[]::new));
    int limit = query.number("limit", 1, 1000, 100);
    Viewer viewer = viewer(context);
    boolean own =
        query.text("organisation").orElse(viewer.organisation()).equals(viewer.organisation());
    WorkFields fields =
        WorkFields.ofAddress(
            context,
            query,
            Stream.concat(ASKED.stream(), Stream.of("replaced")).collect(Collectors.toSet()));
    ListView view;
    ListSort sort;
    ListFilter filter;
    try {
      view = view(fields);
      sort = sort(fields);
      filter = filter(context, fields);
    } catch (ProblemException wrong) {
      throw ofAddress(wrong);
    }
    Listing<WorkRow> listing =
        Listing.of(
            context,
            query,
            limit,
            slice -> own ? lists.rows(new ListQuery(viewer, view, filter, sort, slice)) : List.of(),
            row -> new Keyset(row.receivedAt(), row.id()));
    Trail.of(context).shown(Seen.asked(context).andThen(Seen.rows(listing.rows()))::apply);
    ObjectNode json = json(listing.rows(), limit);
    if (own) {
      total(json, lists.count(viewer, view, filter));
      ObjectNode counts = json.putObject("counts");
      lists.counts(viewer).forEach((each, count) -> counts.put(each.text(), count));
    }
    listing.older().ifPresent(next -> json.put("next", next));
    ApiJson.answer(context, json);
  }

  private void search(Context context) throws IOException {
    Query.none(context);
    WorkFields fields =
        WorkFields.of(
            context, Stream.concat(ASKED.stream(), SEARCHED.stream()).toArray(String[]::new));
    ListFilter filter = filter(context, fields).searching(WorkSearch.of(fields));
    int limit =
        fields
            .digits("limit", 4)
            .map(text -> text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0)
            .orElse(100);
    if (limit < 1 || limit > 1000) {
      throw WorkFields.wrong("limit", "must be a whole number from 1 to 1000", "correct it");
    }
    Optional<Keyset> after = fields.text("after", 32).map(WorkListsApi::place);
    Slice slice =
        after.map(edge -> Slice.after(edge, limit + 1)).orElseGet(() -> Slice.newest(limit + 1));
    ListView view = view(fields);
    List<WorkRow> found =
        lists.rows(new ListQuery(viewer(context), view, filter, sort(fields), slice));
    List<WorkRow> shown = found.subList(0, Math.min(limit, found.size()));
    Trail trail = Trail.of(context);
    trail.write(
        List.of(
            Seen.rows(shown)
                .apply(trail.entry(Action.PATIENT_SEARCHED).asked(WorkSearch.words(fields)))));
    ObjectNode json = json(shown, limit);
    total(json, lists.count(viewer(context), view, filter));
    if (found.size() > limit) {
      json.put(
          "after", Cursor.write(new Keyset(shown.getLast().receivedAt(), shown.getLast().id())));
    }
    ApiJson.answer(context, json);
  }

  static Keyset place(String text) {
    try {
      return Cursor.read(text);
    } catch (IllegalArgumentException e) {
      throw WorkFields.wrong("after", "must be " + Cursor.RULE, "correct or leave it out");
    }
  }

  private static void total(ObjectNode json, int count) {
    if (count < WorkLists.COUNTED) {
      json.put("total", count);
    }
  }

  private static ObjectNode json(List<WorkRow> rows, int limit) {
    ObjectNode json = ApiJson.object();
    ArrayNode entries = json.putArray("entries");
    rows.forEach(row -> entries.add(WorkJson.of(row)));
    json.put("limit", limit);
    return json;
  }

  static Viewer viewer(Context context) {
    Caller caller = Caller.of(context);
    return new Viewer(
        caller.organisation(),
        caller.person().map(person -> person.acting().person()),
        !WorklistApi.closed(caller),
        caller.opensRestricted());
  }

  // What is wrong in an address is a wrong parameter.
  static ProblemException ofAddress(ProblemException wrong) {
    if (wrong.kind() != ProblemKind.INVALID_ENTRY) {
      return wrong;
    }
    ProblemException.FieldProblem field = wrong.fields().getFirst();
    return ProblemException.parameter(field.pointer().substring(1), field.detail(), field.remedy());
  }

  /** A view, an order and a filter as the address of a list has them. */
  static String query(ListView view, ListSort sort, Map<String, String> asked) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("view", view.text());
    if (sort != ListSort.DUE) {
      parameters.put("sort", sort.text());
    }
    parameters.putAll(asked);
    return parameters.entrySet().stream()
        .map(each -> each.getKey() + "=" + Display.parameter(each.getValue()))
        .collect(Collectors.joining("&"));
  }

  /** The parameters of such a query, or of a longer one; none of an empty one. */
  static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      String[] both = pair.split("=", 2);
      parameters.put(both[0], URLDecoder.decode(both[1], StandardCharsets.UTF_8));
    }
    return parameters;
  }

  static ListView view(WorkFields fields) {
    return fields
        .choice("view", ListView::of, Arrays.stream(ListView.values()).map(ListView::text))
        .orElse(ListView.ALL);
  }

  static ListSort sort(WorkFields fields) {
    return fields
        .choice("sort", ListSort::of, Arrays.stream(ListSort.values()).map(ListSort::text))
        .orElse(ListSort.DUE);
  }

  private static String useCase(String name) {
    if (!name.matches("[a-z-]+")) {
      throw WorkFields.wrong(
          "use-case", "must be of small letters and '-'", "give one such as consultation-summary");
    }
    return name;
  }

  /** The filter that an address or a body names, without a search. */
  ListFilter filter(Context context, WorkFields fields) throws IOException {
    boolean confidential = fields.flag("confidential").orElse(false);
    if (confidential) {
      access.require(context, Permission.OPEN_CONFIDENTIAL, false);
    }
    return new ListFilter(
        fields.list("state").stream().map(WorkListsApi::state).collect(Collectors.toSet()),
        fields.text("action", 2).map(WorkListsApi::forAction),
        fields.text("use-case", 40).map(WorkListsApi::useCase),
        fields.text("type", 40).map(WorkListsApi::type),
        fields.text("sender", 12).map(WorkListsApi::ods),
        fields.id("person"),
        fields.id("team"),
        fields.date("received-from"),
        fields.date("received-to"),
        fields.date("due-to"),
        fields.flag("urgent").orElse(false),
        confidential,
        fields.flag("coded").orElse(false),
        fields.flag("attachments").orElse(false),
        fields.flag("warnings").orElse(false),
        fields.flag("replaced").orElse(false),
        ListFilter.Search.NOTHING);
  }

  private static String type(String code) {
    if (!code.matches("[A-Za-z0-9.-]+")) {
      throw WorkFields.wrong("type", "must be the code of a kind of document", "correct it");
    }
    return code;
  }

  private static WorkState state(String text) {
    try {
      return WorkState.of(text);
    } catch (IllegalArgumentException e) {
      throw WorkFields.wrong(
          "state",
          "must be of "
              + Arrays.stream(WorkState.values())
                  .map(WorkState::text)
                  .collect(Collectors.joining(", ")),
          "choose some");
    }
  }

  private static boolean forAction(String text) {
    return switch (text) {
      case "FA" -> true;
      case "FI" -> false;
      default -> throw WorkFields.wrong("action", "must be FA or FI", "choose one");
    };
  }

  private static String ods(String text) {
    if (!text.matches("[A-Z0-9]{1,12}")) {
      throw WorkFields.wrong("sender", "must be an ODS code", "correct it");
    }
    return text;
  }
}
