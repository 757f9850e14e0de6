package gpcm.node.working;

import gpcm.node.working.WorkRows.Standing;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What somebody does while somebody else is away: what is given to who is away goes to their
 * stand-in, and what they have is the stand-in's as well.
 *
 * @param work how the work stands for whoever does it
 * @param fact what they do
 * @param words what the history says of it besides
 */
record Covering(Work work, WorkFact fact, String words) {
  static Covering of(Handle handle, Standing found, WorkFact fact, Doer by, Instant now) {
    Work work = found.work();
    Covering as = new Covering(work, fact, "");
    return switch (fact) {
      case WorkFact.AssignedToPerson(Named to) ->
          of(handle, by, Optional.of(to), now)
              .map(one -> as.with(new WorkFact.AssignedToPerson(one.person()), one))
              .orElse(as);
      case WorkFact.TaskAdded task ->
          of(handle, by, task.person(), now)
              .map(
                  one ->
                      as.with(
                          new WorkFact.TaskAdded(
                              task.id(),
                              task.what(),
                              Optional.of(one.person()),
                              task.team(),
                              task.due()),
                          one))
              .orElse(as);
      case WorkFact.ReviewAsked asked ->
          of(handle, by, asked.person(), now)
              .map(
                  one ->
                      as.with(
                          new WorkFact.ReviewAsked(
                              asked.id(),
                              Optional.of(one.person()),
                              asked.team(),
                              asked.instruction()),
                          one))
              .orElse(as);
      case WorkFact.Taken taken -> as.forOwner(handle, by, now);
      case WorkFact.GivenBack back -> as.forOwner(handle, by, now);
      default -> as;
    };
  }

  private static Optional<StandIn> of(Handle handle, Doer by, Optional<Named> person, Instant now) {
    return person.flatMap(one -> StandIn.of(handle, by.organisation(), one.id(), now));
  }

  private Covering with(WorkFact other, StandIn standIn) {
    return new Covering(work, other, standIn.words());
  }

  private Covering forOwner(Handle handle, Doer by, Instant now) {
    return of(handle, by, work.person(), now)
        .filter(one -> by.person().equals(Optional.of(one.person().id())))
        .map(one -> new Covering(work.handedTo(one.person()), fact, one.words()))
        .orElse(this);
  }
}
