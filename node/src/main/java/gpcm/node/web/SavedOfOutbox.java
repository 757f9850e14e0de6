package gpcm.node.web;

import gpcm.node.sending.SentLists;
import gpcm.node.store.Slice;
import gpcm.node.working.SavedViews;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Views of what is sent. */
final class SavedOfOutbox implements SavedKind {
  private static final List<String> FILTERS =
      SentAsked.FILTERS.stream()
          .filter(name -> !name.equals("encounter") && !name.equals("id"))
          .toList();
  private static final Set<String> ASKED =
      Stream.concat(FILTERS.stream(), Stream.of("view", "sort"))
          .collect(Collectors.toUnmodifiableSet());

  private final Served served;

  SavedOfOutbox(Served served) {
    this.served = served;
  }

  @Override
  public String place() {
    return "/outbox";
  }

  @Override
  public String words() {
    return "outbox";
  }

  @Override
  public SavedViews saved() {
    return served.lists().saved(SavedViews.Of.OUTBOX);
  }

  @Override
  public Set<String> asked() {
    return ASKED;
  }

  @Override
  public List<String> filters() {
    return FILTERS;
  }

  @Override
  public String query(Context context, WorkFields fields, Map<String, String> filters) {
    SentAsked asked = asked(context, fields, filters);
    return SentAsked.address(asked.view(), asked.sort(), asked.asked());
  }

  private static SentAsked asked(Context context, WorkFields fields, Map<String, String> filters) {
    SentAsked asked = SentAsked.of(fields, filters);
    OutboxPages.requireNames(SeenOutbox.of(Caller.of(context)), asked.sort());
    return asked;
  }

  @Override
  public int count(Context context, WorkFields fields) {
    Caller caller = Caller.of(context);
    SentAsked asked = asked(context, fields, Map.of());
    return (int)
        served
            .outbox()
            .lists()
            .count(
                asked.part(caller, SeenOutbox.of(caller).view(), Slice.newest(1)).ofActs(),
                SentLists.COUNTED - 1)
            .orElse(SentLists.COUNTED);
  }
}
