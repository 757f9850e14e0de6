package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.consultation.OnlineConsultation;
import gpcm.message.coded.CodedKind;
import gpcm.node.coded.CodedItem;
import gpcm.node.coded.CodedProgress;
import gpcm.node.coded.CodedReview;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistFile;
import gpcm.node.working.Viewer;
import gpcm.node.working.WorkRow;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The page of a received document: what it says, and what is to be done with it. */
final class EntryPage {
  private static final String DONE = "done";

  /** What a task is begun of, which the address names and does not say. */
  private static final String TASK = "task";

  private static final String FOLLOW_UP = "follow-up";

  private final Served served;
  private final Access access;
  private final WorkListsApi lists;

  EntryPage(Served served, Access access) {
    this.served = served;
    this.access = access;
    this.lists = new WorkListsApi(served, access);
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/worklist/{id}", this::open);
    routes.post("/worklist/{id}", this::open);
  }

  private void open(Context context) throws IOException {
    Query query = ListPlace.query(context, DONE, TASK);
    ListPlace place = ListPlace.of(context, query, lists);
    WorklistEntry entry = WorklistApi.find(context, served.worklist(), access);
    Trail.of(context).shown(Seen.entry(entry));
    show(
        context,
        entry,
        place,
        new Coming(
            WorkForm.NONE,
            HandOverBox.Sent.NOTHING,
            query.text(DONE).orElse(""),
            query.text(TASK).filter(FOLLOW_UP::equals).isPresent()));
  }

  /**
   * How somebody came to the page.
   *
   * @param form the form of the work that came to nothing
   * @param sent the one of the hand-over
   * @param done what the address says was done
   * @param task whether they are to be given a task with what the document asks for
   */
  private record Coming(WorkForm form, HandOverBox.Sent sent, String done, boolean task) {
    WorkForm form(FollowUps followUps) {
      return task && !followUps.texts().isEmpty()
          ? WorkForm.filled(WorkAct.TASK, "what", followUps.task())
          : form;
    }
  }

  /** The list that a form of the page was come to from. */
  ListPlace place(Context context) throws IOException {
    return ListPlace.of(context, lists);
  }

  /** The same with the document that comes next now. */
  ListPlace goingOn(Context context, WorklistEntry entry, ListPlace place) {
    return place.goingOn(entry, served.lists(), WorkListsApi.viewer(context));
  }

  /**
   * Shows the page again with a form that came to nothing, which is in the log already.
   *
   * @param form the one that was sent, unless it was the other
   * @param sent the one of the hand-over
   */
  void again(
      Context context, WorklistEntry entry, ListPlace place, WorkForm form, HandOverBox.Sent sent) {
    Trail trail = Trail.of(context);
    trail.write(List.of(Seen.entry(entry).apply(trail.entry(Action.DOCUMENT_OPENED))));
    show(context, entry, place, new Coming(form, sent, "", false));
  }

  private void show(Context context, WorklistEntry entry, ListPlace place, Coming coming) {
    SecurityHeaders.allowOwnScript(context);
    Viewer viewer = WorkListsApi.viewer(context);
    List<WorklistFile> files = served.worklist().files(entry.organisation(), entry.id());
    CodedReview review = served.coded().review();
    List<CodedItem> coded = review.of(entry.organisation(), entry.id());
    CodedProgress progress = CodedProgress.of(coded);
    Caller.Person who = Caller.of(context).person().orElseThrow();
    Optional<HandOverBox> handOver = HandOverBox.of(served, who, entry, coming.sent);
    List<TimelineEvent> timeline = served.worklist().timeline(entry);
    EntryFacts facts = facts(entry, handOver);
    Optional<ViewingPages.FirstPage> first =
        ViewingPages.firstPage(context, served, entry, files, place);
    FollowUps followUps = FollowUps.of(entry, facts, first, served.viewing());
    WorkBox box = box(context, entry, place, coming.form(followUps), progress);
    Map<String, Object> values = new HashMap<>();
    values.put("frame", Frame.of(context, served));
    values.put(
        "own",
        served.alerts().openOfReceived(OpenAlerts.seen(Caller.of(context)), entry.received()));
    values.put("entry", entry);
    values.put("files", files);
    values.put("first", first);
    values.put("followUps", followUps);
    values.put("box", box);
    values.put("beside", place.around(entry, served.lists(), viewer));
    values.put("handOver", handOver);
    values.put(
        "done",
        WorkDone.sentence(coming.done, box, served.lists())
            .or(() -> handOver.flatMap(each -> each.done(coming.done, who, timeline)))
            .orElse(""));
    values.put(
        "errors",
        handOver
            .map(HandOverBox::errors)
            .filter(each -> !each.isEmpty())
            .orElse(coming.form.errors()));
    values.put("facts", facts);
    values.put("timeline", timeline);
    values.put("type", review.type(entry.organisation(), entry.id()));
    values.put("coded", coded);
    values.put("preferred", preferred(entry, coded));
    values.put("progress", progress);
    values.put("decision", served.decisions().find(entry.organisation(), entry.id()));
    values.put("escalation", served.escalations().ofEntry(entry.organisation(), entry.id()));
    values.put("notChecked", served.traffic().notChecked(entry.organisation(), entry.id()));
    Pages.render(context, "entry.jte", values);
  }

  /** The places among an online consultation's entries: where its patient would like to go. */
  private static List<CodedItem> preferred(WorklistEntry entry, List<CodedItem> coded) {
    return entry.useCase().equals(OnlineConsultation.USE_CASE)
        ? coded.stream().filter(item -> item.kind() == CodedKind.LOCATION).toList()
        : List.of();
  }

  private EntryFacts facts(WorklistEntry entry, Optional<HandOverBox> handOver) {
    return EntryFacts.of(
        entry,
        served.documents().details(entry),
        handOver.map(HandOverBox::items),
        served.clock().instant());
  }

  private WorkBox box(
      Context context,
      WorklistEntry entry,
      ListPlace place,
      WorkForm form,
      CodedProgress progress) {
    String organisation = entry.organisation();
    return new WorkBox(
        entry,
        served.working().find(organisation, entry.id()).orElseThrow(),
        progress.all() == 0
            ? Optional.empty()
            : Optional.of("%d of %d decided".formatted(progress.decided(), progress.all())),
        place,
        form,
        Caller.of(context).person().orElseThrow(),
        served.teams().people(organisation),
        served.teams().list(organisation),
        served.arrangements().reviews().list(organisation),
        served
            .lists()
            .find(WorkListsApi.viewer(context), entry.id())
            .map(WorkRow::marks)
            .orElseThrow(),
        UUID.randomUUID(),
        served.clock().instant());
  }
}
